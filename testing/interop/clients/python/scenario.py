"""The scenario of clients/README.md: its records, and the runner that prints one line per step."""

import sys
import time
import traceback

CODECS = ("none", "gzip", "snappy", "lz4", "zstd")
PARTITIONS = 3
PER_CODEC = 300
TOTAL = len(CODECS) * PER_CODEC
FIRST_PART = TOTAL // 2
DEADLINE_SECONDS = 30


class Names:
    """The topics and the group of one run."""

    def __init__(self, name):
        self.records = name + ".records"
        self.keyed = name + ".keyed"
        self.times = name + ".times"
        self.group = name + ".group"
        self.topics = {self.records: PARTITIONS, self.keyed: PARTITIONS, self.times: 1}


def key(codec, i):
    return b"key-%s-%d" % (codec.encode(), i) if i % 2 == 0 else None


def value(codec, i):
    return b"%s-%d-%s" % (codec.encode(), i, b"x" * (i % 50))


def headers(codec, i):
    return [("codec", codec.encode()), ("n", b"%d" % i)] if i % 2 == 0 else []


def expected(partition):
    """What a partition of the records topic holds: (offset, key, value, headers) in order."""
    records = []
    for codec in CODECS:
        for i in range(partition, PER_CODEC, PARTITIONS):
            records.append((len(records), key(codec, i), value(codec, i), headers(codec, i)))
    return records


def same(what, wanted, seen):
    """Fails and names the first difference."""
    for i, (a, b) in enumerate(zip(wanted, seen)):
        check(a == b, "%s, element %d: expected %r but was %r" % (what, i, a, b))
    check(len(wanted) == len(seen), "%s: expected %d elements but was %d" % (what, len(wanted), len(seen)))


def check(holds, message):
    if not holds:
        raise AssertionError(message)


def until(condition, what):
    """Polls a condition until it holds; fails after DEADLINE_SECONDS."""
    end = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        check(time.monotonic() < end, "%s: not within %d s" % (what, DEADLINE_SECONDS))
        time.sleep(0.02)


def check_keyed(written):
    """written: (key, partition) pairs. One key goes to one partition, and the keys do not all go to the same."""
    partition_of = {}
    for k, partition in written:
        before = partition_of.setdefault(k, partition)
        check(before == partition, "%r is in partitions %d and %d" % (k, before, partition))
    check(len(set(partition_of.values())) == PARTITIONS, "keys are only in %s" % set(partition_of.values()))
    return "%d keys, each in one of %d partitions" % (len(partition_of), PARTITIONS)


def run(steps):
    """Runs (name, function) pairs in order; the first failure ends the program with exit code 1."""
    for name, step in steps:
        try:
            print("ok %s: %s" % (name, step()), flush=True)
        except Exception as failure:  # whatever it is, it belongs to the step named
            print("FAILED %s: %s: %s" % (name, type(failure).__name__, failure), file=sys.stderr)
            traceback.print_exc()
            sys.exit(1)


def arguments():
    if len(sys.argv) != 3:
        sys.exit("usage: client.py BOOTSTRAP NAME")
    return sys.argv[1], Names(sys.argv[2])
