package io.odradek.storage;

import io.odradek.base.TopicPartition;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A text file of one offset per partition, in Kafka's format: a line with the version, 0, a line with the number of
 * entries, then one line {@code topic partition offset} each. Replaced atomically.
 *
 * <p>One thread at a time.
 */
public final class OffsetCheckpoint {
    /** Everything below these offsets is on disk. */
    public static final String RECOVERY_POINTS = "recovery-point-offset-checkpoint";

    /** The first offsets that consumers may see, where they differ from the first segment's. */
    public static final String LOG_START_OFFSETS = "log-start-offset-checkpoint";

    /** Up to where Kafka's cleaner has compacted the logs. */
    public static final String CLEANED = "cleaner-offset-checkpoint";

    /** High watermarks. */
    public static final String HIGH_WATERMARKS = "replication-offset-checkpoint";

    private static final int MAX_BYTES = 256 * 1024 * 1024;

    private final Disk disk;
    private final Path path;

    /** The checkpoint of the given name in a log directory; the file need not exist. */
    public OffsetCheckpoint(Disk disk, Path directory, String name) {
        this.disk = disk;
        this.path = directory.resolve(name);
    }

    /**
     * What was written last; empty if there is no file, or an empty one.
     *
     * @throws IOException if the file cannot be read or is malformed
     */
    public Map<TopicPartition, Long> read() throws IOException {
        if (!disk.exists(path)) {
            return Map.of();
        }
        String text = new String(AtomicFile.read(disk, path, MAX_BYTES), StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            return Map.of(); // Kafka makes the file before it has anything to write
        }
        String[] lines = text.split("\n", -1);
        if (lines.length < 3 || !lines[lines.length - 1].isEmpty()) {
            throw malformed("it is cut off", text);
        }
        if (!lines[0].strip().equals("0")) {
            throw malformed("its version is not 0", lines[0]);
        }
        int entries = lines.length - 3;
        if (!lines[1].strip().equals(Integer.toString(entries))) {
            throw malformed("it announces another number of entries than the " + entries + " it has", lines[1]);
        }
        Map<TopicPartition, Long> offsets = new TreeMap<>();
        for (int i = 0; i < entries; i++) {
            parseEntry(lines[i + 2], offsets);
        }
        return offsets;
    }

    private void parseEntry(String line, Map<TopicPartition, Long> offsets) throws IOException {
        String[] fields = line.strip().split("\\s+");
        if (fields.length != 3) {
            throw malformed("a line does not have three fields", line);
        }
        try {
            long offset = Long.parseLong(fields[2]);
            offsets.put(new TopicPartition(fields[0], Integer.parseInt(fields[1])), offset);
        } catch (NumberFormatException e) {
            IOException malformed = malformed("a number is expected", line);
            malformed.initCause(e);
            throw malformed;
        }
    }

    private IOException malformed(String what, String found) {
        return new IOException("the offset checkpoint " + path + " is malformed: " + what + ", found '"
                + found.substring(0, Math.min(100, found.length())) + "'");
    }

    /** Replaces the file; durable when this returns. */
    public void write(Map<TopicPartition, Long> offsets) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("0\n").append(offsets.size()).append('\n');
        new TreeMap<>(offsets)
                .forEach((partition, offset) -> text.append(partition.topic())
                        .append(' ')
                        .append(partition.partition())
                        .append(' ')
                        .append(offset)
                        .append('\n'));
        AtomicFile.write(disk, path, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
