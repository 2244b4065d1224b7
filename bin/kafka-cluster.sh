#!/usr/bin/env bash
# Prints the cluster id, and the endpoints of a cluster.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.ClusterTool "$@"
