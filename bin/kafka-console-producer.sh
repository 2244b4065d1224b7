#!/usr/bin/env bash
# Sends each line of standard input as a record.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.ConsoleProducer "$@"
