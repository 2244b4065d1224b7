#!/usr/bin/env bash
# Describes and alters configs of topics, brokers, clients, users, ips, groups.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_odradek_tool io.odradek.cli.configs.ConfigsTool "$@"
