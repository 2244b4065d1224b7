#!/usr/bin/env bash
# Prints how much each log directory of each broker holds.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.LogDirsCommand "$@"
