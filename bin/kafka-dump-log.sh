#!/usr/bin/env bash
# Prints what segment, index and snapshot files hold.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.DumpLogSegments "$@"
