#!/usr/bin/env bash
# Triggers leader elections.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.LeaderElectionCommand "$@"
