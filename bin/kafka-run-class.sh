#!/usr/bin/env bash
# Runs a class of Apache Kafka's tools or clients.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
if [ $# -lt 1 ]; then
    echo "USAGE: $0 CLASS [ARGUMENT]..." >&2
    exit 1
fi
run_kafka_tool "$@"
