#!/usr/bin/env bash
# Describes, upgrades and downgrades features.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_kafka_tool org.apache.kafka.tools.FeatureCommand "$@"
