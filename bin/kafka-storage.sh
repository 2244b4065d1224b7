#!/usr/bin/env bash
# Formats log directories, shows how they are formatted, and makes ids.
. "$(dirname "$(readlink -f "$0")")/common/run.sh"
run_odradek_tool io.odradek.cli.storage.StorageTool "$@"
