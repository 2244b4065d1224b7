#!/usr/bin/env bash
# Prints JMX values of a process.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.JmxTool "$@"
