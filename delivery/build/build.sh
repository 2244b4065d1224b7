# shellcheck shell=bash disable=SC2034
# Builds the product in the repository. Needs bin/common/java.sh and home.sh.

# shellcheck source=maven.sh
. "$ODRADEK_HOME/delivery/build/maven.sh"
# shellcheck source=progress.sh
. "$ODRADEK_HOME/delivery/build/progress.sh"

odradek_version
ODRADEK_STATE=$ODRADEK_HOME/.odradek
ODRADEK_STAMP=$ODRADEK_STATE/built
ODRADEK_BUILT=$ODRADEK_HOME/delivery/distribution/target/odradek-$ODRADEK_VERSION
ODRADEK_TARBALL=$ODRADEK_BUILT.tar.gz

# Is there a source of the product that is newer than the build? One find over the sources: 10 to 20 ms.
odradek_is_stale() {
    [ -e "$ODRADEK_STAMP" ] && [ -d "$ODRADEK_BUILT/lib" ] || return 0
    # Folders count within src/main only (a deleted file changes its folder): building changes the others itself.
    [ -n "$(cd "$ODRADEK_HOME" && find pom.xml .mvn LICENSE bin config kernel state io server tools delivery \
        -type d \( -name target -o -name node_modules -o -path '*/src/test' \) -prune \
        -o \( -type f -o -path '*/src/main/*' \) -newer "$ODRADEK_STAMP" -print -quit 2>/dev/null)" ]
}

# odradek_ensure_built present|current: builds if there is no build, or ("current") if a source is newer.
odradek_ensure_built() {
    if [ "$1" = present ] && [ -e "$ODRADEK_STAMP" ] && [ -d "$ODRADEK_BUILT/lib" ]; then
        return 0
    fi
    odradek_is_stale || return 0
    odradek_lock
    # Another process may have built while this one waited.
    if odradek_is_stale; then
        odradek_build -Dodradek.tarball.skip=true
    fi
    odradek_unlock
}

# odradek_build MAVEN_ARGS...: builds the product and all that it is made of, and its AOT cache.
odradek_build() {
    local log=$ODRADEK_STATE/build.log started=$ODRADEK_STATE/build.started start=$SECONDS
    odradek_find_java jdk
    odradek_find_maven
    # The stamp is as old as the start of the build: what changes meanwhile is newer.
    touch "$started"
    if ! odradek_run_maven "$log" "Building Odradek" package -pl delivery/distribution -am -Dmaven.test.skip=true "$@"; then
        odradek_unlock
        echo "The build failed:" >&2
        odradek_show_failure "$log"
        exit 1
    fi
    # shellcheck source=/dev/null
    . "$ODRADEK_HOME/bin/common/server.sh"
    # shellcheck source=/dev/null
    . "$ODRADEK_HOME/bin/common/aot.sh"
    ODRADEK_DIST=$ODRADEK_BUILT
    odradek_make_aot "Building Odradek: preparing a fast start"
    mv -f "$started" "$ODRADEK_STAMP"
    odradek_say "Built Odradek $ODRADEK_VERSION in $((SECONDS - start)) s."
}

# Two builds at once would write over each other. A lock whose owner is gone is taken over.
odradek_lock() {
    local lock=$ODRADEK_STATE/build.lock owner waited=
    mkdir -p "$ODRADEK_STATE"
    until mkdir "$lock" 2>/dev/null; do
        owner=$(cat "$lock/owner" 2>/dev/null || true)
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            rm -rf "$lock"
            continue
        fi
        [ -n "$waited" ] || echo "Waiting for another build of Odradek (process ${owner:-unknown})." >&2
        waited=yes
        sleep 0.5
    done
    echo $$ > "$lock/owner"
    trap odradek_unlock EXIT
}

odradek_unlock() {
    rm -rf "$ODRADEK_STATE/build.lock"
    trap - EXIT
}
