#!/usr/bin/env bash
# Lists, describes, resets and deletes streams groups.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.streams.StreamsGroupCommand "$@"
