#!/usr/bin/env bash
# Measures how fast records can be produced.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.ProducerPerformance "$@"
