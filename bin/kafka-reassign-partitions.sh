#!/usr/bin/env bash
# Moves partitions between brokers.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.reassign.ReassignPartitionsCommand "$@"
