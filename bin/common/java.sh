# shellcheck shell=bash disable=SC2034
# Finds a Java that is new enough. Sourced by every script here; needs bash 3.2 (macOS) or newer.

ODRADEK_JAVA_MAJOR=25

# Major version of the Java in folder $1 (25 for 25.0.1), into JAVA_FOUND_VERSION and JAVA_FOUND_MAJOR.
# The release file is read rather than java started: a start costs 40 ms and there may be ten candidates.
odradek_java_version() {
    local line version=
    JAVA_FOUND_VERSION='' JAVA_FOUND_MAJOR=0
    [ -x "$1/bin/java" ] || return 1
    if [ -r "$1/release" ]; then
        while IFS= read -r line || [ -n "$line" ]; do
            case $line in
                JAVA_VERSION=*) version=${line#JAVA_VERSION=}; break ;;
            esac
        done < "$1/release"
    fi
    if [ -z "$version" ]; then
        version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version \("[^"]*"\).*/\1/p' | head -n 1)
    fi
    version=${version//\"/}
    JAVA_FOUND_VERSION=$version
    version=${version%%[!0-9]*}
    JAVA_FOUND_MAJOR=${version:-0}
}

# The Java home behind a java command, through links and through macOS' stub.
odradek_java_home_of() {
    local command
    command=$(readlink -f "$1" 2>/dev/null) || command=$1
    if [ "$command" = /usr/bin/java ] && [ -x /usr/libexec/java_home ]; then
        /usr/libexec/java_home -v "$ODRADEK_JAVA_MAJOR+" 2>/dev/null || true
        return 0
    fi
    dirname "$(dirname "$command")"
}

# Is the Java in folder $1 new enough (and with a compiler, if $2 is "jdk")? Notes in JAVA_LOOKED_AT what it saw.
odradek_java_fits() {
    odradek_java_version "$1" || return 1
    JAVA_LOOKED_AT="$JAVA_LOOKED_AT
    $1: Java $JAVA_FOUND_VERSION"
    [ "$JAVA_FOUND_MAJOR" -ge "$ODRADEK_JAVA_MAJOR" ] || return 1
    if [ "$2" = jdk ] && [ ! -x "$1/bin/javac" ]; then
        JAVA_LOOKED_AT="$JAVA_LOOKED_AT, without a compiler"
        return 1
    fi
}

# Sets ODRADEK_JAVA to the home of a Java 25 or newer; $1 is "jdk" where a compiler is needed, "jre" where not.
# Order: ODRADEK_JAVA_HOME (which must fit), JAVA_HOME, PATH, the usual folders. Prefers 25 over newer ones.
odradek_find_java() {
    local home newer=
    JAVA_LOOKED_AT=
    if [ -n "${ODRADEK_JAVA_HOME:-}" ]; then
        odradek_java_fits "$ODRADEK_JAVA_HOME" "$1" || odradek_java_missing "$1" \
            "ODRADEK_JAVA_HOME is $ODRADEK_JAVA_HOME, which is not a Java $ODRADEK_JAVA_MAJOR."
        ODRADEK_JAVA=$ODRADEK_JAVA_HOME
        return 0
    fi
    if [ -n "${JAVA_HOME:-}" ] && odradek_java_fits "$JAVA_HOME" "$1"; then
        ODRADEK_JAVA=$JAVA_HOME
        return 0
    fi
    if command -v java >/dev/null 2>&1; then
        home=$(odradek_java_home_of "$(command -v java)")
        if odradek_java_fits "$home" "$1"; then
            ODRADEK_JAVA=$home
            return 0
        fi
    fi
    # Settable so that the tests can show what happens on a machine without Java.
    local folders=${ODRADEK_JAVA_FOLDERS-"/usr/lib/jvm /usr/java /opt $HOME/.sdkman/candidates/java $HOME/.jdks /Library/Java/JavaVirtualMachines $HOME/Library/Java/JavaVirtualMachines /opt/homebrew/opt /usr/local/opt"}
    local folder
    for folder in $folders; do
        for home in "$folder"/*/Contents/Home "$folder"/*; do
            odradek_java_fits "$home" "$1" || continue
            if [ "$JAVA_FOUND_MAJOR" -eq "$ODRADEK_JAVA_MAJOR" ]; then
                ODRADEK_JAVA=$home
                return 0
            fi
            newer=${newer:-$home}
        done
    done
    [ -n "$newer" ] || odradek_java_missing "$1" "Odradek runs on Java $ODRADEK_JAVA_MAJOR, and none was found."
    ODRADEK_JAVA=$newer
}

# Says what was looked at and what to install, and ends the script.
odradek_java_missing() {
    local major=$ODRADEK_JAVA_MAJOR package_apt package_dnf
    if [ "$1" = jdk ]; then
        package_apt=openjdk-$major-jdk package_dnf=java-$major-openjdk-devel
    else
        package_apt=openjdk-$major-jre-headless package_dnf=java-$major-openjdk-headless
    fi
    {
        echo "$2"
        if [ -n "$JAVA_LOOKED_AT" ]; then
            echo "  found:$JAVA_LOOKED_AT"
        fi
        echo "  looked in: JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks, /Library/Java"
        echo "  install it with one of"
        if command -v apt-get >/dev/null 2>&1; then
            echo "    sudo apt-get install $package_apt    (or temurin-$major-jdk from https://adoptium.net)"
        elif command -v dnf >/dev/null 2>&1; then
            echo "    sudo dnf install $package_dnf"
        elif command -v brew >/dev/null 2>&1; then
            echo "    brew install --cask temurin@$major"
        fi
        echo "    sdk install java $major-tem    (https://sdkman.io)"
        echo "  or set ODRADEK_JAVA_HOME to the folder of one."
    } >&2
    exit 1
}
