package interop;

import static interop.Expected.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Everything that is written. The default producer is idempotent, with acks=all. */
final class ProduceSteps {
    private final Names names;

    ProduceSteps(Names names) {
        this.names = names;
    }

    String codec(String codec) throws Exception {
        List<ProducerRecord<String, String>> records = new ArrayList<>();
        for (int i = 0; i < Expected.PER_CODEC; i++) {
            records.add(Expected.record(names.records(), codec, i));
        }
        List<RecordMetadata> written =
                send(names.config("compression.type", codec, "linger.ms", 20), records);
        long firstOffset = (long) Expected.CODECS.indexOf(codec) * Expected.PER_CODEC / Expected.PARTITIONS;
        for (int i = 0; i < Expected.PER_CODEC; i++) {
            long offset = firstOffset + i / Expected.PARTITIONS;
            check(written.get(i).offset() == offset && written.get(i).partition() == i % Expected.PARTITIONS,
                    "record " + i + " should be at offset " + offset + " but is at " + written.get(i));
        }
        return written.size() + " records acknowledged at the expected offsets";
    }

    /** The same key goes to the same partition, and the keys do not all go to one. */
    String keyed() throws Exception {
        List<ProducerRecord<String, String>> records = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            records.add(new ProducerRecord<>(names.keyed(), "key-" + i % 100, "value-" + i));
        }
        Map<String, Integer> partitionOf = new HashMap<>();
        List<RecordMetadata> written = send(names.config(), records);
        for (int i = 0; i < written.size(); i++) {
            int partition = written.get(i).partition();
            Integer before = partitionOf.putIfAbsent(records.get(i).key(), partition);
            check(before == null || before == partition, records.get(i).key() + " is in " + before + " and " + partition);
        }
        check(partitionOf.values().stream().distinct().count() == Expected.PARTITIONS, "all in " + partitionOf.values());
        return partitionOf.size() + " keys, each in one of " + Expected.PARTITIONS + " partitions";
    }

    /** acks 0, 1 and all, without idempotence, into partitions 0, 1 and 2. */
    String acks() throws Exception {
        String[] acks = {"0", "1", "all"};
        for (int p = 0; p < acks.length; p++) {
            List<ProducerRecord<String, String>> records = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                records.add(new ProducerRecord<>(names.acks(), p, null, "acks-" + acks[p] + "-" + i));
            }
            List<RecordMetadata> written = send(names.config("acks", acks[p], "enable.idempotence", "false"), records);
            boolean offsetsKnown = p != 0;
            for (int i = 0; i < written.size(); i++) {
                check(written.get(i).hasOffset() == offsetsKnown, "acks=" + acks[p] + " gave " + written.get(i));
                check(!offsetsKnown || written.get(i).offset() == i, "record " + i + " is at " + written.get(i));
            }
        }
        List<List<String>> seen = new ConsumeSteps(names).values(names.acks(), acks.length, 300);
        for (int p = 0; p < acks.length; p++) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                expected.add("acks-" + acks[p] + "-" + i);
            }
            Expected.same("partition " + p, expected, seen.get(p));
        }
        return "100 records each with acks 0, 1 and all";
    }

    static List<RecordMetadata> send(Map<String, Object> config, List<ProducerRecord<String, String>> records)
            throws Exception {
        List<RecordMetadata> written = new ArrayList<>();
        try (Producer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ProducerRecord<String, String> record : records) {
                sent.add(producer.send(record));
            }
            for (Future<RecordMetadata> one : sent) {
                written.add(one.get(30, TimeUnit.SECONDS));
            }
        }
        return written;
    }
}
