#!/usr/bin/env bash
# Lists, describes and aborts transactions.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.TransactionsCommand "$@"
