#!/usr/bin/env bash
# Checks that the replicas of topics hold the same records.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.ReplicaVerificationTool "$@"
