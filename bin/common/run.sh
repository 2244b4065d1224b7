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

# A tool lives for half a second: the serial collector and the quick compiler start fastest.
odradek_tool_options() {
    # Split on purpose: these variables hold several options, as they do for Kafka's scripts.
    # shellcheck disable=SC2206
    TOOL_OPTIONS=(
        ${KAFKA_HEAP_OPTS:--Xmx256M}
        ${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto}
        --enable-native-access=ALL-UNNAMED
        --sun-misc-unsafe-memory-access=allow
        "-Djava.util.logging.config.file=$ODRADEK_DIST/config/tools-logging.properties"
        ${KAFKA_OPTS:-}
    )
    if [ -n "${KAFKA_LOG4J_OPTS:-}" ]; then
        echo "KAFKA_LOG4J_OPTS is ignored: the tools log through java.util.logging, set in config/tools-logging.properties." >&2
    fi
}

# run_kafka_tool CLASS ARGS...: a tool of Apache Kafka's.
run_kafka_tool() {
    odradek_tool_options
    odradek_classpath "$ODRADEK_DIST/lib/kafka-tools"
    exec "$ODRADEK_JAVA/bin/java" "${TOOL_OPTIONS[@]}" -cp "$ODRADEK_CLASSPATH${CLASSPATH:+:$CLASSPATH}" "$@"
}

# run_odradek_tool CLASS ARGS...: a tool of our own.
run_odradek_tool() {
    odradek_tool_options
    odradek_classpath "$ODRADEK_DIST/lib"
    exec "$ODRADEK_JAVA/bin/java" "${TOOL_OPTIONS[@]}" -cp "$ODRADEK_CLASSPATH" "$@"
}
