#!/usr/bin/env bash
# Prints the records of a topic.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.consumer.ConsoleConsumer "$@"
