"""kafka-python through the scenario of clients/README.md: client.py BOOTSTRAP NAME"""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, OffsetAndMetadata, TopicPartition  # noqa: E402
from kafka.admin import NewTopic  # noqa: E402
import scenario as s  # noqa: E402

bootstrap, names = s.arguments()
committed = {}


def list_topics():
    # Exactly the call that the project's users start with.
    topics = KafkaAdminClient(bootstrap_servers=[bootstrap]).list_topics()
    s.check(isinstance(topics, list), "list_topics() gave %r" % (topics,))
    return "%d topics" % len(topics)


def create_topic():
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.create_topics([NewTopic(topic, partitions, 1) for topic, partitions in names.topics.items()])
    # Apache Kafka answers CreateTopics before every broker has to know the topic.
    s.until(lambda: set(names.topics) <= set(admin.list_topics()), "created topics in the list")
    described = admin.describe_topics([names.records])
    admin.close()
    s.check(len(described[0]["partitions"]) == s.PARTITIONS, "described as %s" % described)
    return "%s has %d partitions" % (names.records, s.PARTITIONS)


def send(records, **config):
    """Sends keyword arguments of KafkaProducer.send; returns the metadata of each, in order."""
    producer = KafkaProducer(bootstrap_servers=bootstrap, linger_ms=20, **config)
    sent = [producer.send(**record) for record in records]
    producer.flush(s.DEADLINE_SECONDS)
    written = [future.get(s.DEADLINE_SECONDS) for future in sent]
    producer.close()
    return written


def produce(codec):
    written = send(
        [dict(topic=names.records, partition=i % s.PARTITIONS, key=s.key(codec, i), value=s.value(codec, i),
              headers=s.headers(codec, i)) for i in range(s.PER_CODEC)],
        compression_type=None if codec == "none" else codec)
    first = s.CODECS.index(codec) * s.PER_CODEC // s.PARTITIONS
    s.same("offsets", [first + i // s.PARTITIONS for i in range(s.PER_CODEC)], [m.offset for m in written])
    return "%d records acknowledged at the expected offsets" % len(written)


def keyed():
    keys = [b"key-%d" % (i % 100) for i in range(200)]
    written = send([dict(topic=names.keyed, key=k, value=b"keyed") for k in keys])
    return s.check_keyed(list(zip(keys, (m.partition for m in written))))


def take(consumer, count):
    """Reads at least count records; returns them by partition, with what came in excess of count cut off."""
    seen, taken = {}, 0
    end = time.monotonic() + s.DEADLINE_SECONDS
    while taken < count:
        s.check(time.monotonic() < end, "only %d of %d records arrived" % (taken, count))
        for partition, records in consumer.poll(timeout_ms=200, max_records=count - taken).items():
            for r in records:
                seen.setdefault(partition.partition, []).append((r.offset, r.key, r.value, list(r.headers)))
                taken += 1
    return seen


def consume_assign():
    consumer = KafkaConsumer(bootstrap_servers=bootstrap)
    partitions = [TopicPartition(names.records, p) for p in range(s.PARTITIONS)]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    seen = take(consumer, s.TOTAL)
    s.check(not consumer.poll(timeout_ms=300), "more than the %d records written" % s.TOTAL)
    consumer.close()
    for p in range(s.PARTITIONS):
        s.same("partition %d" % p, s.expected(p), seen[p])
    return "%d records, each with its offset, key, value and headers" % s.TOTAL


def member():
    return KafkaConsumer(names.records, bootstrap_servers=bootstrap, group_id=names.group,
                         auto_offset_reset="earliest", enable_auto_commit=False)


def group_commit():
    consumer = member()
    seen = take(consumer, s.FIRST_PART)
    for p, records in seen.items():
        s.same("partition %d" % p, s.expected(p)[:len(records)], records)
        committed[p] = len(records)
    consumer.commit({TopicPartition(names.records, p): OffsetAndMetadata(offset, "at %d" % p, -1)
                     for p, offset in committed.items()})
    consumer.close()
    return "committed %s" % committed


def group_resume():
    consumer = member()
    for p in range(s.PARTITIONS):
        found = consumer.committed(TopicPartition(names.records, p))
        s.check(found == committed.get(p), "partition %d: committed %s but the group has %s"
                % (p, committed.get(p), found))
    seen = take(consumer, s.TOTAL - s.FIRST_PART)
    consumer.close()
    for p in range(s.PARTITIONS):
        s.same("partition %d" % p, s.expected(p)[committed.get(p, 0):], seen.get(p, []))
    return "%d records after the committed offsets" % (s.TOTAL - s.FIRST_PART)


def timestamps():
    base = int(time.time() * 1000) - 3_600_000
    send([dict(topic=names.times, partition=0, value=b"time-%d" % i, timestamp_ms=base + i * 60_000)
          for i in range(10)])
    consumer = KafkaConsumer(bootstrap_servers=bootstrap)
    partition = TopicPartition(names.times, 0)
    consumer.assign([partition])
    for offset_in_ms, wanted in ((150_000, 3), (300_000, 5), (600_000, None)):
        found = consumer.offsets_for_times({partition: base + offset_in_ms})[partition]
        s.check((found.offset if found else None) == wanted, "time +%d: expected %s but was %s"
                % (offset_in_ms, wanted, found))
    consumer.seek(partition, 3)
    s.same("from timestamp", [(i, None, b"time-%d" % i, []) for i in range(3, 10)], take(consumer, 7)[0])
    s.check(consumer.beginning_offsets([partition])[partition] == 0, "beginning offset is not 0")
    s.check(consumer.end_offsets([partition])[partition] == 10, "end offset is not 10")
    consumer.close()
    return "offsets 3, 5 and none for times between, on and after the records"


def delete_topic():
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.delete_topics(list(names.topics))
    s.until(lambda: not set(names.topics) & set(admin.list_topics()), "topics gone from the list")
    admin.close()
    return "%d topics are gone" % len(names.topics)


s.run([("list-topics", list_topics), ("create-topic", create_topic)]
      + [("produce-" + codec, lambda codec=codec: produce(codec)) for codec in s.CODECS]
      + [("consume-assign", consume_assign), ("keyed-partitions", keyed), ("group-commit", group_commit),
         ("group-resume", group_resume), ("timestamps", timestamps), ("delete-topic", delete_topic)])
