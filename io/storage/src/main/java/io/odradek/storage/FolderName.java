package io.odradek.storage;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import java.util.Optional;

/** What the name of a folder in a log directory says about it. */
sealed interface FolderName {
    /** {@code topic-partition}: a log. */
    record Partition(TopicPartition partition) implements FolderName {}

    /** {@code topic-partition.<id>-delete}: a log that was deleted; its files go later. */
    record Deleted() implements FolderName {}

    /** A replica on the move between directories, a stray of Kafka's, or nothing of ours: left alone. */
    record Other() implements FolderName {}

    /** The topic of the metadata log; its folder belongs to the quorum. */
    String METADATA_TOPIC = "__cluster_metadata";

    String DELETE_SUFFIX = "-delete";

    /** As Kafka calls what belongs to no topic. */
    String STRAY_SUFFIX = "-stray";

    int MAX_LENGTH = 255;

    /** What the name means. */
    static FolderName parse(String name) {
        if (name.endsWith(DELETE_SUFFIX) && name.lastIndexOf('.') > 0) {
            return new Deleted();
        }
        return parsePartition(name)
                .filter(partition -> !partition.topic().equals(METADATA_TOPIC))
                .<FolderName>map(Partition::new)
                .orElseGet(Other::new);
    }

    private static Optional<TopicPartition> parsePartition(String name) {
        int dash = name.lastIndexOf('-');
        if (dash <= 0 || dash == name.length() - 1) {
            return Optional.empty();
        }
        String number = name.substring(dash + 1);
        boolean digits = number.length() <= 10 && number.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean canonical = digits && (number.length() == 1 || number.charAt(0) != '0');
        if (!canonical || Long.parseLong(number) > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(new TopicPartition(name.substring(0, dash), Integer.parseInt(number)));
    }

    /** The name that a log's folder gets when it is deleted: unique by the id, and never too long. */
    static String deleted(TopicPartition partition, Uuid unique) {
        return renamed(partition, unique, DELETE_SUFFIX);
    }

    /** The name that a log's folder gets when its topic is gone and another one has its name. */
    static String stray(TopicPartition partition, Uuid unique) {
        return renamed(partition, unique, STRAY_SUFFIX);
    }

    private static String renamed(TopicPartition partition, Uuid unique, String ending) {
        String suffix = "-" + partition.partition() + "." + hex(unique) + ending;
        int room = MAX_LENGTH - suffix.length();
        String topic = partition.topic();
        return topic.substring(0, Math.min(topic.length(), room)) + suffix;
    }

    private static String hex(Uuid id) {
        return String.format("%016x%016x", id.mostSignificantBits(), id.leastSignificantBits());
    }
}
