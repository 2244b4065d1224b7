#!/usr/bin/env bash
# Starts the broker from a configuration file: kafka-server-start.sh [-daemon] FILE [--override KEY=VALUE]...
. "$(dirname "$(readlink -f "$0")")/common/server.sh"

daemon=
if [ "${1:-}" = -daemon ]; then
    daemon=yes
    shift
fi
if [ $# -lt 1 ]; then
    echo "USAGE: $0 [-daemon] server.properties [--override property=value]*" >&2
    exit 1
fi
odradek_find_libraries current
if [ -z "$daemon" ]; then
    run_server server "$@"
fi
# As in Kafka: the output goes to a file under LOG_DIR, and the shell is free again at once.
logs=${LOG_DIR:-$ODRADEK_HOME/logs}
mkdir -p "$logs"
(trap '' HUP; run_server server "$@") > "${CONSOLE_OUTPUT_FILE:-$logs/kafkaServer.out}" 2>&1 < /dev/null &
