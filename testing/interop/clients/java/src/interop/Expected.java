package interop;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** The records of the scenario, the same in every language: see {@code clients/README.md}. */
final class Expected {
    static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");
    static final int PARTITIONS = 3;
    static final int PER_CODEC = 300;

    private Expected() {}

    static String key(String codec, int i) {
        return i % 2 == 0 ? "key-" + codec + "-" + i : null;
    }

    static String value(String codec, int i) {
        return codec + "-" + i + "-" + "x".repeat(i % 50);
    }

    static ProducerRecord<String, String> record(String topic, String codec, int i) {
        ProducerRecord<String, String> record =
                new ProducerRecord<>(topic, i % PARTITIONS, key(codec, i), value(codec, i));
        if (i % 2 == 0) {
            record.headers().add("codec", bytes(codec)).add("n", bytes(Integer.toString(i)));
        }
        return record;
    }

    /** What partition {@code partition} holds, in the form of {@link #seen}. */
    static List<String> partition(int partition) {
        List<String> lines = new ArrayList<>();
        for (String codec : CODECS) {
            for (int i = partition; i < PER_CODEC; i += PARTITIONS) {
                String headers = i % 2 == 0 ? "codec=" + codec + ",n=" + i : "";
                lines.add(lines.size() + "|" + key(codec, i) + "|" + value(codec, i) + "|" + headers);
            }
        }
        return lines;
    }

    /** Offset, key, value and headers of a record that was read. */
    static String seen(ConsumerRecord<String, String> record) {
        StringBuilder headers = new StringBuilder();
        for (Header header : record.headers()) {
            headers.append(headers.length() == 0 ? "" : ",")
                    .append(header.key())
                    .append('=')
                    .append(new String(header.value(), StandardCharsets.UTF_8));
        }
        return record.offset() + "|" + record.key() + "|" + record.value() + "|" + headers;
    }

    /** Fails and names the first difference. */
    static <T> void same(String what, List<T> expected, List<T> actual) {
        int n = Math.min(expected.size(), actual.size());
        for (int i = 0; i < n; i++) {
            check(expected.get(i).equals(actual.get(i)),
                    what + ", element " + i + ": expected <" + expected.get(i) + "> but was <" + actual.get(i) + ">");
        }
        check(expected.size() == actual.size(),
                what + ": expected " + expected.size() + " elements but was " + actual.size());
    }

    static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<Integer> range(int n) {
        Integer[] all = new Integer[n];
        Arrays.setAll(all, i -> i);
        return Arrays.asList(all);
    }
}
