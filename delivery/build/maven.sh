# shellcheck shell=bash
# Finds Maven and runs it with its scroll in a log, one progress line in its place.

ODRADEK_MAVEN_MINIMUM=3.8

# Sets ODRADEK_MAVEN to a Maven that is new enough, or says what to install and ends the script.
odradek_find_maven() {
    local candidate version='' major minor
    for candidate in "${ODRADEK_MAVEN:-}" "${MAVEN_HOME:+$MAVEN_HOME/bin/mvn}" "$(command -v mvn || true)" \
        "$HOME/.sdkman/candidates/maven/current/bin/mvn" /opt/maven/bin/mvn /opt/homebrew/bin/mvn /usr/local/bin/mvn; do
        if [ -z "$candidate" ] || [ ! -x "$candidate" ]; then
            continue
        fi
        # Run outside the repository: its .mvn/jvm.config is for Java 25, and this may start another.
        version=$(cd / && JAVA_HOME=$ODRADEK_JAVA "$candidate" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
        major=${version%%.*} minor=${version#*.}
        minor=${minor%%.*}
        if [ "${major:-0}" -gt 3 ] || { [ "${major:-0}" -eq 3 ] && [ "${minor:-0}" -ge 8 ]; }; then
            ODRADEK_MAVEN=$candidate
            return 0
        fi
    done
    {
        if [ -n "$version" ]; then
            echo "Odradek is built with Maven $ODRADEK_MAVEN_MINIMUM or newer, and only $version was found."
        else
            echo "Odradek is built with Maven $ODRADEK_MAVEN_MINIMUM or newer, and none was found."
        fi
        echo "  install it with one of"
        if command -v apt-get >/dev/null 2>&1; then
            echo "    sudo apt-get install maven"
        elif command -v dnf >/dev/null 2>&1; then
            echo "    sudo dnf install maven"
        elif command -v brew >/dev/null 2>&1; then
            echo "    brew install maven"
        fi
        echo "    sdk install maven    (https://sdkman.io)"
        echo "  or set MAVEN_HOME to the folder of one."
    } >&2
    exit 1
}

# odradek_run_maven LOG TITLE ARGS...: runs Maven on the repository and returns its exit code.
odradek_run_maven() {
    local log=$1 title=$2 code=0
    shift 2
    : > "$log"
    (cd "$ODRADEK_HOME" && JAVA_HOME=$ODRADEK_JAVA exec "$ODRADEK_MAVEN" -B -ntp "$@") >> "$log" 2>&1 < /dev/null &
    MAVEN_PROCESS=$!
    # A background job of a script does not see control-C.
    trap 'kill "$MAVEN_PROCESS" 2>/dev/null; echo >&2; exit 130' INT TERM
    odradek_watch "$MAVEN_PROCESS" "$log" "$title"
    wait "$MAVEN_PROCESS" || code=$?
    trap - INT TERM
    return $code
}

# The lines of log $1 that say what went wrong.
odradek_show_failure() {
    local lines
    # A warning of the compiler is an error here.
    lines=$(grep -E '^\[(ERROR|FATAL)\]|^\[WARNING\] .*\.java:' "$1" \
        | grep -v -E '^\[ERROR\] *$|re-run Maven|For more information|\[Help|After correcting|mvn <args>|enable full debug' \
        | head -n "${2:-25}")
    [ -n "$lines" ] || lines=$(tail -n "${2:-25}" "$1")
    printf '%s\n' "$lines" >&2
    echo "The whole log: $1" >&2
}
