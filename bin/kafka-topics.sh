#!/usr/bin/env bash
# Creates, lists, describes, alters and deletes topics.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.TopicCommand "$@"
