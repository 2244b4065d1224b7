#!/usr/bin/env bash
# Measures how fast records can be consumed through a share group.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.ShareConsumerPerformance "$@"
