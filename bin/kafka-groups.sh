#!/usr/bin/env bash
# Lists groups of every type.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.GroupsCommand "$@"
