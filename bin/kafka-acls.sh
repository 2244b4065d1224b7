#!/usr/bin/env bash
# Lists, adds and removes ACLs.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.AclCommand "$@"
