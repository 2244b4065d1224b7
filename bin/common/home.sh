# shellcheck shell=bash disable=SC2034
# Where Odradek lives, and its libraries. The same scripts serve an unpacked release, whose lib/ lies beside bin/,
# and a clone of the repository, whose libraries are built on first use.

ODRADEK_HOME=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd -P)

odradek_fail() {
    echo "$1" >&2
    exit 1
}

# Sets ODRADEK_DIST to the folder that holds lib/: this one, or what the repository builds. There it is made first where
# it is missing, and, if $1 is "current", where a source is newer.
odradek_find_libraries() {
    if [ -d "$ODRADEK_HOME/lib" ]; then
        ODRADEK_DIST=$ODRADEK_HOME
    elif [ -f "$ODRADEK_HOME/delivery/build/build.sh" ]; then
        # shellcheck source=/dev/null
        . "$ODRADEK_HOME/delivery/build/build.sh"
        odradek_ensure_built "$1"
        ODRADEK_DIST=$ODRADEK_BUILT
    else
        odradek_fail "Odradek's libraries are missing: there is no $ODRADEK_HOME/lib. Unpack the release again."
    fi
}

# Sets ODRADEK_CLASSPATH to every jar of folder $1, in a stable order: an AOT cache holds only for the path it saw.
odradek_classpath() {
    local jar
    ODRADEK_CLASSPATH=
    for jar in "$1"/*.jar; do
        ODRADEK_CLASSPATH=$ODRADEK_CLASSPATH${ODRADEK_CLASSPATH:+:}$jar
    done
}

# Sets ODRADEK_USER_CLASSPATH to what users have brought: CLASSPATH as it is, then the jars of libs/.
odradek_user_classpath() {
    local jar
    ODRADEK_USER_CLASSPATH=${CLASSPATH:-}
    for jar in "$ODRADEK_HOME"/libs/*.jar; do
        if [ -e "$jar" ]; then
            ODRADEK_USER_CLASSPATH=$ODRADEK_USER_CLASSPATH${ODRADEK_USER_CLASSPATH:+:}$jar
        fi
    done
}

# Sets ODRADEK_VERSION.
odradek_version() {
    local line
    ODRADEK_VERSION=unknown
    if [ -r "$ODRADEK_HOME/VERSION" ]; then
        IFS= read -r ODRADEK_VERSION < "$ODRADEK_HOME/VERSION"
    elif [ -r "$ODRADEK_HOME/pom.xml" ]; then
        while IFS= read -r line; do
            case $line in
                *'<version>'*) line=${line#*<version>}; ODRADEK_VERSION=${line%%</version>*}; return 0 ;;
            esac
        done < "$ODRADEK_HOME/pom.xml"
    fi
}
