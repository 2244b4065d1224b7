#!/usr/bin/env bash
# Prints the API versions that each broker serves.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.BrokerApiVersionsCommand "$@"
