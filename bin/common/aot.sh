# shellcheck shell=bash
# The AOT cache of the broker (JEP 483, 514, 515): classes parsed and linked ahead, so that it starts in a fraction of the
# time. It belongs to one Java, one set of flags and these very jars; anything else goes without it.

# What the cache must have been made by to be of use, into AOT_KEY.
odradek_aot_key() {
    odradek_java_version "$ODRADEK_JAVA"
    AOT_KEY="$ODRADEK_JAVA $JAVA_FOUND_VERSION ${SERVER_FLAGS[*]} $ODRADEK_CLASSPATH"
}

odradek_aot_fits() {
    local made_by=
    odradek_aot_key
    if [ ! -r "$ODRADEK_DIST/aot/server.aot" ] || [ ! -r "$ODRADEK_DIST/aot/server.key" ]; then
        return 1
    fi
    IFS= read -r made_by < "$ODRADEK_DIST/aot/server.key"
    [ "$made_by" = "$AOT_KEY" ]
}

# Adds the cache to SERVER_COMMAND if it fits. A cache that the JVM then refuses costs nothing but the time it saves.
odradek_use_aot() {
    if odradek_aot_fits; then
        SERVER_COMMAND+=("-XX:AOTCache=$ODRADEK_DIST/aot/server.aot" -XX:AOTMode=auto -Xlog:aot=off -Xlog:cds=off)
    fi
}

# odradek_make_aot MESSAGE: makes the cache by a short run that serves a few requests to itself, unless a fitting one is
# there or the flags are not our own. Never an error: without a cache all works, only later.
odradek_make_aot() {
    local folder=$ODRADEK_DIST/aot made=$ODRADEK_DIST/aot/server.aot.$$
    odradek_find_java jre
    odradek_classpath "$ODRADEK_DIST/lib"
    odradek_jvm_flags
    if [ -n "${KAFKA_JVM_PERFORMANCE_OPTS:-}" ] || odradek_aot_fits; then
        return 0
    fi
    if ! mkdir -p "$folder" 2>/dev/null || [ ! -w "$folder" ]; then
        return 0
    fi
    rm -f "$folder/server.key"
    echo "$1" >&2
    # Under a name of its own until it is whole: another process may do the same.
    if "$ODRADEK_JAVA/bin/java" "${SERVER_FLAGS[@]}" "-XX:AOTCacheOutput=$made" \
        -cp "$ODRADEK_CLASSPATH" "$ODRADEK_SERVER" aot-training > "$folder/training.log" 2>&1 < /dev/null \
        && [ -s "$made" ] && mv -f "$made" "$folder/server.aot"; then
        printf '%s\n' "$AOT_KEY" > "$folder/server.key"
    fi
    rm -f "$made"
}
