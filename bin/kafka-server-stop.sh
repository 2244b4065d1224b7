#!/usr/bin/env bash
# Stops the brokers of this machine: SIGTERM, then waits until each has ended (ODRADEK_STOP_SECONDS, default 120).
# kafka-server-stop.sh [--process-role=broker|controller] [--node-id=N]
set -eu

role='' node=''
while [ $# -gt 0 ]; do
    case $1 in
        --process-role=*) role=${1#*=} ;;
        --process-role) role=${2:-}; shift ;;
        --node-id=*) node=${1#*=} ;;
        --node-id) node=${2:-}; shift ;;
        *) echo "USAGE: $0 [--process-role=broker|controller] [--node-id=N]" >&2; exit 1 ;;
    esac
    shift || break
done

# Process id and arguments of every broker, a line each.
brokers() {
    if command -v ps > /dev/null 2>&1; then
        # pgrep neither shows whole command lines nor is it everywhere that ps is.
        # shellcheck disable=SC2009
        ps axww -o pid=,args= | grep '[ ]io\.odradek\.server\.Main \(start\|server\)' | grep -v '[g]rep' || true
        return 0
    fi
    # A container without procps.
    local process arguments
    for process in /proc/[0-9]*; do
        arguments=$(tr '\0' ' ' < "$process/cmdline" 2>/dev/null) || continue
        case $arguments in
            *' io.odradek.server.Main start'* | *' io.odradek.server.Main server'*) echo "${process#/proc/} $arguments" ;;
        esac
    done
}

# The value of key $2 in the file that process $1 with arguments $3 was started with; the last line wins, as in Java.
configured() {
    local file folder
    file=${3##* io.odradek.server.Main server }
    file=${file%% *}
    folder=$(readlink "/proc/$1/cwd" 2>/dev/null || true)
    [ -r "$file" ] || file=$folder/$file
    [ -r "$file" ] || return 0
    sed -n "s/^[[:space:]]*$2[[:space:]]*[=:][[:space:]]*//p" "$file" | tail -n 1 | tr -d '[:space:]'
}

# Is the broker with process id $1 and arguments $2 one of those that were asked for?
wanted() {
    case $2 in
        *' io.odradek.server.Main server '*) ;;
        *) [ -z "$role$node" ]; return ;;
    esac
    if [ -n "$role" ]; then
        case ,$(configured "$1" process.roles "$2"), in
            *,"$role",*) ;;
            *) return 1 ;;
        esac
    fi
    if [ -n "$node" ]; then
        local id
        id=$(configured "$1" node.id "$2")
        [ "${id:-$(configured "$1" broker.id "$2")}" = "$node" ]
    fi
}

stopping=
while read -r pid arguments; do
    if [ -n "$pid" ] && wanted "$pid" "$arguments"; then
        kill -s TERM "$pid" 2>/dev/null && stopping="$stopping $pid"
    fi
done <<EOF
$(brokers)
EOF

if [ -z "$stopping" ]; then
    echo "No kafka server to stop"
    exit 1
fi

patience=$((${ODRADEK_STOP_SECONDS:-120} * 5))
for pid in $stopping; do
    while kill -0 "$pid" 2>/dev/null; do
        if [ "$patience" -le 0 ]; then
            echo "Process $pid was told to stop and still runs. Its log says what it waits for." >&2
            exit 1
        fi
        patience=$((patience - 1))
        sleep 0.2
    done
done
