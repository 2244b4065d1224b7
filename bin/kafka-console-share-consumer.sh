#!/usr/bin/env bash
# Prints the records of a topic through a share group.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.consumer.ConsoleShareConsumer "$@"
