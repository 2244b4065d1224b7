#!/bin/bash
# kcat through the part of the scenario of clients/README.md that it can do: client.sh BOOTSTRAP NAME
# kcat has no administration: the first produce creates the topics (auto.create.topics.enable), with num.partitions
# partitions, so everything here works with one partition; deleting them is left to the caller, who reads the line
# "topics:". Keys and values must not hold the separators used below (tab and newline).
set -u -o pipefail

[ $# -eq 2 ] || { echo "usage: client.sh BOOTSTRAP NAME" >&2; exit 2; }
bootstrap=$1 name=$2
records=$name.records times=$name.times group=$name.group
codecs="none gzip snappy lz4 zstd"
per_codec=300
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

fail() { echo "FAILED $step: $*" >&2; exit 1; }
# Timeouts end a client that waits forever for a broker that does not answer.
run_kcat() { timeout 60 kcat -b "$bootstrap" -q "$@" 2>"$work/error" || fail "kcat $* ended with $?: $(tail -3 "$work/error")"; }
same() { cmp -s "$1" "$2" || fail "$3 differ: $(diff "$1" "$2" | head -4)"; }

# Lines of key, tab, value; every second one without a key.
data() {
  awk -v codec="$1" -v n="$per_codec" 'BEGIN {
    for (i = 0; i < n; i++) {
      x = ""; for (j = 0; j < i % 50; j++) x = x "x"
      key = i % 2 ? "" : "key-" codec "-" i
      printf "%s\t%s-%d-%s\n", key, codec, i, x
    }}'
}

step=produce
for codec in $codecs; do
  step=produce-$codec
  # -Z: an empty key is a null key. The header is the same for all records of one command.
  data "$codec" | run_kcat -P -t "$records" -p 0 -K '\t' -Z -H "codec=$codec" -z "$codec" -X linger.ms=20 || exit 1
  echo "ok $step: $per_codec records"
done

step=produce-acks
for acks in 0 1 all; do
  echo "acks-$acks" | run_kcat -P -t "$name.acks" -p 0 -X "acks=$acks" || exit 1
done
run_kcat -C -t "$name.acks" -p 0 -o beginning -e -f '%s\n' >"$work/acks" || exit 1
printf 'acks-0\nacks-1\nacks-all\n' >"$work/acks.expected"
same "$work/acks.expected" "$work/acks" "the records with acks 0, 1 and all"
echo "ok $step: acks 0, 1 and all"

step=consume-assign
for codec in $codecs; do data "$codec" | sed "s/\$/\tcodec=$codec/"; done | awk '{print NR - 1 "\t" $0}' >"$work/expected"
run_kcat -C -t "$records" -p 0 -o beginning -e -f '%o\t%k\t%s\t%h\n' >"$work/all" || exit 1
same "$work/expected" "$work/all" "the records read with an assignment"
echo "ok $step: $(wc -l <"$work/all") records, each with its offset, key, value and header"

step=null-keys
run_kcat -C -t "$records" -p 0 -o beginning -e -f '%K\n' >"$work/keys" || exit 1
[ "$(grep -c '^-1$' "$work/keys")" -eq $((5 * per_codec / 2)) ] || fail "not every second key is null"
echo "ok $step: every second key is null"

step='group-commit'
# kcat commits what it took when it leaves.
run_kcat -G "$group" -X auto.offset.reset=earliest -c 700 -f '%o\t%k\t%s\t%h\n' "$records" >"$work/first" || exit 1
head -700 "$work/expected" >"$work/first.expected"
same "$work/first.expected" "$work/first" "the first 700 records of the group"
echo "ok $step: 700 records, committed on leaving"

step='group-resume'
run_kcat -G "$group" -X auto.offset.reset=earliest -c 800 -f '%o\t%k\t%s\t%h\n' "$records" >"$work/rest" || exit 1
tail -n +701 "$work/expected" >"$work/rest.expected"
same "$work/rest.expected" "$work/rest" "the records after the committed offset"
echo "ok $step: 800 records after the committed offset"

step=timestamps
# kcat cannot set timestamps: three records, written apart, are found by the times that the middle one says it has.
for i in 0 1 2; do
  echo "time-$i" | run_kcat -P -t "$times" -p 0 || exit 1
  sleep 0.05
done
run_kcat -C -t "$times" -p 0 -o beginning -e -f '%T\n' >"$work/times" || exit 1
middle=$(sed -n 2p "$work/times") last=$(sed -n 3p "$work/times")
run_kcat -C -t "$times" -p 0 -o "s@$middle" -e -f '%s\n' >"$work/late" || exit 1
printf 'time-1\ntime-2\n' >"$work/late.expected"
same "$work/late.expected" "$work/late" "the records from the second timestamp on"
run_kcat -Q -t "$times:0:$middle" >"$work/offset" || exit 1
grep -q "offset 1\$" "$work/offset" || fail "time $middle: expected offset 1 but was $(cat "$work/offset")"
run_kcat -Q -t "$times:0:$((last + 1))" >"$work/offset" || exit 1
grep -q "offset -1\$" "$work/offset" || fail "time $last + 1: expected offset -1 but was $(cat "$work/offset")"
echo "ok $step: the second of three records found by its time"

step=metadata
run_kcat -L -J >"$work/metadata" || exit 1
grep -q "\"topic\":\"$records\"" "$work/metadata" || fail "$records is not listed"
echo "ok $step: $records is listed"
echo "topics: $records $name.acks $times"
