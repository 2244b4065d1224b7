# shellcheck shell=bash
# Starts Odradek's tools and those that Apache Kafka publishes. Apache's run from a library folder of their own, so that
# nothing of theirs is ever on the broker's class path.
set -eu

# shellcheck source=java.sh
. "$(dirname "${BASH_SOURCE[0]}")/java.sh"
# shellcheck source=home.sh
. "$(dirname "${BASH_SOURCE[0]}")/home.sh"

odradek_find_java jre
odradek_find_libraries present

# odradek_tool_options LOGGING...: sets TOOL_OPTIONS. A tool lives for half a second: the serial collector and the quick
# compiler start fastest.
odradek_tool_options() {
    # Split on purpose: these variables hold several options, as they do for Kafka's scripts.
    # shellcheck disable=SC2206
    TOOL_OPTIONS=(
        ${KAFKA_HEAP_OPTS:--Xmx256M}
        ${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto}
        --enable-native-access=ALL-UNNAMED
        --sun-misc-unsafe-memory-access=allow
        "$@"
        ${KAFKA_OPTS:-}
    )
}

# run_kafka_tool CLASS ARGS...: a tool of Apache Kafka's. It logs warnings and errors to standard error, through a logger
# that works to the end: these tools close their clients in shutdown hooks, and that is where many errors come up.
run_kafka_tool() {
    local simple=-Dorg.slf4j.simpleLogger
    if [ -n "${KAFKA_LOG4J_OPTS:-}" ]; then
        echo "KAFKA_LOG4J_OPTS is ignored: pass $simple.defaultLogLevel=debug or the like in KAFKA_OPTS instead." >&2
    fi
    odradek_tool_options "$simple.defaultLogLevel=warn" "$simple.showDateTime=true" "$simple.showThreadName=false" \
        "$simple.dateTimeFormat='['yyyy-MM-dd HH:mm:ss,SSS']'"
    odradek_classpath "$ODRADEK_DIST/lib/kafka-tools"
    odradek_user_classpath
    exec "$ODRADEK_JAVA/bin/java" "${TOOL_OPTIONS[@]}" \
        -cp "$ODRADEK_CLASSPATH${ODRADEK_USER_CLASSPATH:+:$ODRADEK_USER_CLASSPATH}" "$@"
}

# run_odradek_tool CLASS ARGS...: a tool of our own.
run_odradek_tool() {
    if [ -n "${KAFKA_LOG4J_OPTS:-}" ]; then
        echo "KAFKA_LOG4J_OPTS is ignored: this tool logs as config/tools-logging.properties says." >&2
    fi
    odradek_tool_options "-Djava.util.logging.config.file=$ODRADEK_DIST/config/tools-logging.properties" \
        "-Dodradek.home=$ODRADEK_HOME"
    odradek_classpath "$ODRADEK_DIST/lib"
    odradek_user_classpath
    exec "$ODRADEK_JAVA/bin/java" "${TOOL_OPTIONS[@]}" \
        -cp "$ODRADEK_CLASSPATH${ODRADEK_USER_CLASSPATH:+:$ODRADEK_USER_CLASSPATH}" "$@"
}
