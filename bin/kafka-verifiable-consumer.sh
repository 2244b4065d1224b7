#!/usr/bin/env bash
# Consumes records and reports each as JSON.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.VerifiableConsumer "$@"
