#!/usr/bin/env bash
# Deletes the records below given offsets.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.DeleteRecordsCommand "$@"
