"""confluent-kafka (librdkafka) through the scenario of clients/README.md: client.py BOOTSTRAP NAME"""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

from confluent_kafka import Consumer, OFFSET_BEGINNING, OFFSET_END, Producer, TopicPartition  # noqa: E402
from confluent_kafka.admin import AdminClient, NewTopic  # noqa: E402
import scenario as s  # noqa: E402

bootstrap, names = s.arguments()
committed = {}


def wait(futures):
    for future in futures.values():
        future.result(s.DEADLINE_SECONDS)


def admin():
    return AdminClient({"bootstrap.servers": bootstrap})


def create_topic():
    client = admin()
    wait(client.create_topics([NewTopic(topic, partitions, 1) for topic, partitions in names.topics.items()]))
    # Apache Kafka answers CreateTopics before every broker has to know the topic.
    s.until(lambda: set(names.topics) <= set(client.list_topics(timeout=10).topics), "topics in the list")
    described = client.list_topics(names.records, timeout=10).topics[names.records]
    s.check(len(described.partitions) == s.PARTITIONS, "described as %s" % described.partitions)
    return "%s has %d partitions" % (names.records, s.PARTITIONS)


def send(records, **config):
    """Sends keyword arguments of Producer.produce; returns the delivered messages, in the order of sending."""
    written = [None] * len(records)
    producer = Producer({"bootstrap.servers": bootstrap, "linger.ms": 20,
                         **{k.replace("_", "."): v for k, v in config.items()}})
    for i, record in enumerate(records):
        def delivered(error, message, i=i):
            written[i] = error or message
        producer.produce(on_delivery=delivered, **record)
        producer.poll(0)
    s.check(producer.flush(s.DEADLINE_SECONDS) == 0, "records not delivered within %d s" % s.DEADLINE_SECONDS)
    for message in written:
        s.check(hasattr(message, "offset"), "not delivered: %s" % message)
    return written


def produce(codec):
    written = send(
        [dict(topic=names.records, partition=i % s.PARTITIONS, key=s.key(codec, i), value=s.value(codec, i),
              headers=s.headers(codec, i)) for i in range(s.PER_CODEC)],
        compression_type=codec, enable_idempotence=True)
    first = s.CODECS.index(codec) * s.PER_CODEC // s.PARTITIONS
    s.same("offsets", [first + i // s.PARTITIONS for i in range(s.PER_CODEC)], [m.offset() for m in written])
    return "%d records acknowledged at the expected offsets" % len(written)


def keyed():
    keys = [b"key-%d" % (i % 100) for i in range(200)]
    written = send([dict(topic=names.keyed, key=k, value=b"keyed") for k in keys])
    return s.check_keyed(list(zip(keys, (m.partition() for m in written))))


def acks():
    """acks 0 and 1 without idempotence; the default above is all."""
    for level in ("0", "1"):
        send([dict(topic=names.keyed, partition=0, value=b"acks")], acks=level)
    return "delivered with acks 0 and 1"


def take(consumer, count):
    """Reads count records, one at a time; returns them by partition."""
    seen = {}
    end = time.monotonic() + s.DEADLINE_SECONDS
    for taken in range(count):
        message = None
        while message is None:
            s.check(time.monotonic() < end, "only %d of %d records arrived" % (taken, count))
            message = consumer.poll(0.2)
        s.check(message.error() is None, "consumer error %s" % message.error())
        seen.setdefault(message.partition(), []).append(
            (message.offset(), message.key(), message.value(), message.headers() or []))
    return seen


def consume_assign():
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": names.group + ".unused"})
    consumer.assign([TopicPartition(names.records, p, OFFSET_BEGINNING) for p in range(s.PARTITIONS)])
    seen = take(consumer, s.TOTAL)
    s.check(consumer.poll(0.3) is None, "more than the %d records written" % s.TOTAL)
    consumer.close()
    for p in range(s.PARTITIONS):
        s.same("partition %d" % p, s.expected(p), seen[p])
    return "%d records, each with its offset, key, value and headers" % s.TOTAL


def member():
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": names.group,
                         "auto.offset.reset": "earliest", "enable.auto.commit": False})
    consumer.subscribe([names.records])
    return consumer


def group_commit():
    consumer = member()
    seen = take(consumer, s.FIRST_PART)
    for p, records in seen.items():
        s.same("partition %d" % p, s.expected(p)[:len(records)], records)
        committed[p] = len(records)
    done = consumer.commit(offsets=[TopicPartition(names.records, p, offset) for p, offset in committed.items()],
                           asynchronous=False)
    s.check(all(part.error is None for part in done), "commit answered %s" % done)
    consumer.close()
    return "committed %s" % committed


def group_resume():
    consumer = member()
    for part in consumer.committed([TopicPartition(names.records, p) for p in range(s.PARTITIONS)], timeout=10):
        wanted = committed.get(part.partition)
        found = part.offset if part.offset >= 0 else None
        s.check(found == wanted, "partition %d: committed %s but the group has %s" % (part.partition, wanted, found))
    seen = take(consumer, s.TOTAL - s.FIRST_PART)
    consumer.close()
    for p in range(s.PARTITIONS):
        s.same("partition %d" % p, s.expected(p)[committed.get(p, 0):], seen.get(p, []))
    return "%d records after the committed offsets" % (s.TOTAL - s.FIRST_PART)


def timestamps():
    base = int(time.time() * 1000) - 3_600_000
    send([dict(topic=names.times, partition=0, value=b"time-%d" % i, timestamp=base + i * 60_000)
          for i in range(10)])
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": names.group + ".unused"})
    for offset_in_ms, wanted in ((150_000, 3), (300_000, 5), (600_000, OFFSET_END)):
        found = consumer.offsets_for_times([TopicPartition(names.times, 0, base + offset_in_ms)], timeout=10)[0]
        s.check(found.error is None and found.offset == wanted, "time +%d: expected %s but was %s"
                % (offset_in_ms, wanted, found))
    consumer.assign([TopicPartition(names.times, 0, 3)])
    s.same("from timestamp", [(i, None, b"time-%d" % i, []) for i in range(3, 10)], take(consumer, 7)[0])
    s.check(consumer.get_watermark_offsets(TopicPartition(names.times, 0), timeout=10) == (0, 10),
            "the watermarks are not 0 and 10")
    consumer.close()
    return "offsets 3, 5 and end for times between, on and after the records"


def delete_topic():
    client = admin()
    wait(client.delete_topics(list(names.topics)))
    s.until(lambda: not set(names.topics) & set(client.list_topics(timeout=10).topics), "topics gone from the list")
    return "%d topics are gone" % len(names.topics)


s.run([("create-topic", create_topic)]
      + [("produce-" + codec, lambda codec=codec: produce(codec)) for codec in s.CODECS]
      + [("consume-assign", consume_assign), ("keyed-partitions", keyed), ("produce-acks", acks),
         ("group-commit", group_commit), ("group-resume", group_resume), ("timestamps", timestamps),
         ("delete-topic", delete_topic)])
