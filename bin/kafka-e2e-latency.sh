#!/usr/bin/env bash
# Measures the time from a produce to its consume.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.EndToEndLatency "$@"
