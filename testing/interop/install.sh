#!/bin/bash
# Installs the client programs of clients/ and the Apache Kafka baseline, each from its own registry at its pinned version.
#
#   install.sh [NAME...]        installs these (or all), where not yet done
#   install.sh --where NAME     prints the folder where NAME is installed; exit code 3 if it is not
#
# An installation lies in a cache folder named after a hash of its manifest and sources, and is reused until they change.
# The cache is ~/.cache/odradek-interop, or the folder in ODRADEK_INTEROP_CACHE.
# Exit codes: 3 not installed, 4 a toolchain is missing (and could not be had), 1 an installation failed.
set -eu -o pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${ODRADEK_INTEROP_CACHE:-$HOME/.cache/odradek-interop}
all="apache-kafka java-4.4 java-3.9 kcat confluent-kafka kafka-python kafkajs franz-go sarama"

say() { echo "interop: $*" >&2; }
need() { command -v "$1" >/dev/null || { say "$1 is needed for $name and is not on the PATH"; exit 4; }; }

# The files that decide what an installation looks like.
sources() {
  case $1 in
    apache-kafka) ls "$here/apache-kafka/pom.xml" ;;
    java-*) ls "$here/clients/$1/pom.xml" "$here"/clients/java/src/interop/*.java ;;
    confluent-kafka | kafka-python) ls "$here/clients/$1/requirements.txt" ;;
    kafkajs) ls "$here/clients/kafkajs/package-lock.json" "$here"/clients/kafkajs/*.js ;;
    franz-go | sarama) ls "$here/clients/$1/go.mod" "$here/clients/$1/go.sum" "$here/clients/$1"/*.go ;;
    kcat) ls "$here/clients/kcat/client.sh" ;;
    *) say "there is no client named $1; there are: $all"; exit 2 ;;
  esac
}

where() {
  local files
  files=$(sources "$1")
  # shellcheck disable=SC2086  # one word per file; no path of this repository holds a space
  echo "$cache/$1-$(cat $files | sha256sum | cut -c1-16)"
}

# In a folder outside the repository: Maven's options for the repository's JDK 25 would not suit every JDK found here.
resolve() { # POM FOLDER
  need "${MVN:-mvn}"
  mkdir -p "$2"
  cp "$1" "$2/../pom.xml"
  "${MVN:-mvn}" -q -B -ntp -f "$2/../pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    "-DoutputDirectory=$2" >&2
}

javac_of_jdk() {
  if [ -n "${JAVA_HOME:-}" ]; then echo "$JAVA_HOME/bin/javac"; else echo javac; fi
}

# Installs $name into the folder $1.
install_into() {
  case $name in
    apache-kafka) resolve "$here/apache-kafka/pom.xml" "$1/lib" ;;
    java-*)
      resolve "$here/clients/$name/pom.xml" "$1/lib"
      "$(javac_of_jdk)" -cp "$1/lib/*" -d "$1/classes" "$here"/clients/java/src/interop/*.java
      ;;
    confluent-kafka | kafka-python)
      need python3
      python3 -m venv "$1/venv"
      "$1/venv/bin/pip" install -q --disable-pip-version-check -r "$here/clients/$name/requirements.txt" >&2
      ;;
    kafkajs)
      need npm
      cp "$here"/clients/kafkajs/*.js "$here"/clients/kafkajs/package*.json "$1/"
      (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
      ;;
    franz-go | sarama)
      need go
      (cd "$here/clients/$name" && go build -o "$1/client" .)
      ;;
    kcat)
      command -v kcat >/dev/null && return
      command -v apt-get >/dev/null || { say "kcat is not on the PATH and there is no apt-get to install it"; exit 4; }
      apt-get install -y -qq kcat >&2 || { apt-get update -qq >&2 && apt-get install -y -qq kcat >&2; }
      ;;
  esac
}

installed() { [ -e "$2/.installed" ] && { [ "$1" != kcat ] || command -v kcat >/dev/null; }; }

# Called in a subshell: the lock is let go when that ends; an incomplete folder has no mark and is made anew.
install() {
  local target
  name=$1
  target=$(where "$name")
  installed "$name" "$target" && return
  mkdir -p "$cache"
  exec 9>"$cache/$name.lock"
  flock 9
  installed "$name" "$target" && return
  say "installing $name"
  # A virtual environment cannot be moved, so the folder has its name from the start and a mark when it is complete.
  rm -rf "$target"
  mkdir -p "$target"
  install_into "$target"
  touch "$target/.installed"
}

if [ "${1:-}" = --where ]; then
  target=$(where "$2")
  installed "$2" "$target" || exit 3
  echo "$target"
  exit
fi
[ $# -gt 0 ] || read -ra default <<<"$all"
for one in "${@:-${default[@]}}"; do
  (install "$one")
done
