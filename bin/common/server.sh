# shellcheck shell=bash
# Starts the broker.
set -eu

# shellcheck source=java.sh
. "${BASH_SOURCE[0]%/*}/java.sh"
# shellcheck source=home.sh
. "${BASH_SOURCE[0]%/*}/home.sh"

ODRADEK_SERVER=io.odradek.server.Main

# The flags that decide whether an AOT cache fits: the cache is made with them and is only used with them.
odradek_jvm_flags() {
    # Split on purpose: these variables hold several options, as they do for Kafka's scripts.
    # shellcheck disable=SC2206
    SERVER_FLAGS=(
        ${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseG1GC -XX:+UseCompactObjectHeaders}
        --enable-native-access=ALL-UNNAMED
        --sun-misc-unsafe-memory-access=allow
        -Djava.awt.headless=true
    )
}

# Sets SERVER_COMMAND to the java command up to and without the main class.
odradek_server_command() {
    local jmx=()
    odradek_find_java jre
    odradek_classpath "$ODRADEK_DIST/lib"
    odradek_user_classpath
    odradek_jvm_flags
    if [ -n "${JMX_PORT:-}" ]; then
        # shellcheck disable=SC2206
        jmx=(
            ${KAFKA_JMX_OPTS:--Dcom.sun.management.jmxremote=true -Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false}
            "-Dcom.sun.management.jmxremote.port=$JMX_PORT" "-Dcom.sun.management.jmxremote.rmi.port=$JMX_PORT"
        )
    fi
    if [ -n "${KAFKA_LOG4J_OPTS:-}" ]; then
        echo "KAFKA_LOG4J_OPTS is ignored: Odradek logs through java.util.logging; pass" \
            "-Djava.util.logging.config.file=FILE in KAFKA_OPTS instead." >&2
    fi
    # Without memory there is no honest answer to give: ending lets a supervisor start a healthy process, and everything
    # that was acknowledged is on disk. Shared perf data is off because its page writes can stall every thread.
    # shellcheck disable=SC2206
    SERVER_COMMAND=(
        "$ODRADEK_JAVA/bin/java" "${SERVER_FLAGS[@]}"
        -XX:+ExitOnOutOfMemoryError -XX:+PerfDisableSharedMem
        ${KAFKA_HEAP_OPTS:--Xms64M}
        "-Dodradek.home=$ODRADEK_HOME"
        ${ODRADEK_USER_CLASSPATH:+"-Dodradek.user.classpath=$ODRADEK_USER_CLASSPATH"}
        ${jmx[@]+"${jmx[@]}"}
        ${KAFKA_OPTS:-} ${ODRADEK_JAVA_OPTS:-}
    )
}

# Becomes the broker: run_server ARGS...
run_server() {
    # shellcheck source=/dev/null
    . "$ODRADEK_HOME/bin/common/aot.sh"
    odradek_make_aot "Preparing a fast start; only this first one takes seconds."
    odradek_server_command
    odradek_use_aot
    exec "${SERVER_COMMAND[@]}" -cp "$ODRADEK_CLASSPATH" "$ODRADEK_SERVER" "$@"
}
