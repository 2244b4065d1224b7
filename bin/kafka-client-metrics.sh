#!/usr/bin/env bash
# Lists and changes client metrics subscriptions.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.ClientMetricsCommand "$@"
