#!/usr/bin/env bash
# Describes and changes the quorum of the metadata log.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.MetadataQuorumCommand "$@"
