#!/bin/bash
# Runs one client program against a broker: run.sh CLIENT BOOTSTRAP [NAME]
# NAME is the prefix of the topics and groups that it uses. Exit code 0 only if every step of clients/README.md held.
set -eu -o pipefail

[ $# -ge 2 ] || { echo "usage: run.sh CLIENT BOOTSTRAP [NAME]" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
client=$1 bootstrap=$2 name=${3:-interop-$RANDOM$RANDOM}
# A client may run in several ways: sarama-2.8 is sarama, told that the broker is Kafka 2.8.
program=${client/sarama-*/sarama}
target=$("$here/install.sh" --where "$program") || { echo "$program is not installed: run install.sh $program" >&2; exit 3; }

case $client in
  java-*)
    exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx256m --enable-native-access=ALL-UNNAMED \
      -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$target/classes:$target/lib/*" interop.Main "$bootstrap" "$name"
    ;;
  confluent-kafka | kafka-python) exec "$target/venv/bin/python" -B "$here/clients/$client/client.py" "$bootstrap" "$name" ;;
  kafkajs) exec node "$target/client.js" "$bootstrap" "$name" ;;
  sarama-*) exec "$target/client" "$bootstrap" "$name" "${client#sarama-}.0" ;;
  franz-go | sarama) exec "$target/client" "$bootstrap" "$name" ;;
  kcat) exec "$here/clients/kcat/client.sh" "$bootstrap" "$name" ;;
  *) echo "there is no client named $client" >&2; exit 2 ;;
esac
