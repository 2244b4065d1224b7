#!/usr/bin/env bash
# Creates, renews, expires and describes delegation tokens.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.DelegationTokenCommand "$@"
