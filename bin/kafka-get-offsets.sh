#!/usr/bin/env bash
# Prints the offsets of partitions: earliest, latest, by timestamp.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.GetOffsetShell "$@"
