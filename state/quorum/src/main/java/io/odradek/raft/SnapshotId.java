package io.odradek.raft;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A snapshot by what it stands for (KIP-630). The greater one is the newer.
 *
 * @param endOffset exclusive
 * @param epoch of the last batch
 */
public record SnapshotId(long endOffset, int epoch) implements Comparable<SnapshotId> {
    /**
     * The checkpoint that {@code kafka-storage.sh format} leaves with the first voters; it stands for no record and is never
     * offered to others.
     */
    public static final SnapshotId BOOTSTRAP = new SnapshotId(0L, 0);

    private static final Pattern FILE_NAME = Pattern.compile("(\\d{20})-(\\d{10})\\.checkpoint");

    private static final Comparator<SnapshotId> ORDER =
            Comparator.comparingInt(SnapshotId::epoch).thenComparingLong(SnapshotId::endOffset);

    /** The id in a file's name; empty if it is none of a snapshot. */
    public static Optional<SnapshotId> parse(String fileName) {
        Matcher matcher = FILE_NAME.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SnapshotId(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))));
        } catch (NumberFormatException _) {
            return Optional.empty(); // more digits than a number has
        }
    }

    /** The file's name, as Kafka writes it. */
    public String fileName() {
        return String.format("%020d-%010d.checkpoint", endOffset, epoch);
    }

    @Override
    public int compareTo(SnapshotId other) {
        return ORDER.compare(this, other);
    }
}
