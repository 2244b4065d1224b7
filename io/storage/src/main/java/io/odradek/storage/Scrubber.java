package io.odradek.storage;

import io.odradek.base.Time;
import io.odradek.base.TopicPartition;
import io.odradek.storage.log.SegmentCheck;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads closed segments again and again, at a pace, so that a bit that flipped on the disk is noticed before somebody needs
 * the record. A pass visits the segments in an order of its own chance, so that a broker that is restarted before a pass
 * has ended looks at others the next time.
 *
 * <p>{@link #step} from one thread, which is not an event loop; {@link #damaged} and {@link #progress} from any.
 */
public final class Scrubber {
    private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);
    private static final long STEP_BYTES = 1 << 20;
    private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long LEAST_IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /**
     * How fast it reads.
     *
     * @param periodMs of one pass over all closed segments
     * @param maxBytesPerSecond however much there is to read in that period
     */
    public record Pace(long periodMs, long maxBytesPerSecond) {}

    /**
     * What was done since the start.
     *
     * @param bytes checked
     * @param passes over all closed segments that came to their end
     */
    public record Progress(long bytes, long passes) {}

    private record Target(PartitionLog log, long baseOffset, long bytes) {}

    private record Key(TopicPartition partition, long baseOffset) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::partition)
                    .thenComparingLong(Key::baseOffset)
                    .compare(this, other);
        }
    }

    private final Supplier<Collection<PartitionLog>> logs;
    private final Time time;
    private final long chance;
    private final Map<Key, DamagedSegment> damaged = new TreeMap<>(); // guarded by this

    // Of the one thread.
    private final Deque<Target> targets = new ArrayDeque<>();
    private @Nullable SegmentCheck current;
    private long passBytes;
    private boolean inPass;
    private volatile Progress progress = new Progress(0, 0);

    /** @param chance decides on the order of visits */
    Scrubber(Supplier<Collection<PartitionLog>> logs, Time time, long chance) {
        this.logs = logs;
        this.time = time;
        this.chance = chance;
    }

    /**
     * Reads on, a megabyte or so.
     *
     * @return nanoseconds to wait before the next call
     */
    public long step(Pace pace) {
        if (!inPass) {
            begin();
        }
        long read = readOn();
        progress = new Progress(progress.bytes() + read, progress.passes());
        if (current == null && targets.isEmpty()) {
            inPass = false;
            progress = new Progress(progress.bytes(), progress.passes() + 1);
            return passBytes == 0
                    ? Math.clamp(TimeUnit.MILLISECONDS.toNanos(pace.periodMs()), LEAST_IDLE_NANOS, IDLE_NANOS)
                    : nanosFor(read, pace);
        }
        return nanosFor(read, pace);
    }

    /** As long as reading so much takes if the pass is to fill its period, or longer if that would be too fast. */
    private long nanosFor(long bytes, Pace pace) {
        double perSecond =
                Math.min((double) pace.maxBytesPerSecond(), passBytes * 1_000.0 / Math.max(1, pace.periodMs()));
        return bytes == 0 ? 0 : (long) (bytes * 1e9 / perSecond);
    }

    private void begin() {
        inPass = true;
        passBytes = 0;
        List<Target> found = new ArrayList<>();
        for (PartitionLog log : logs.get()) {
            log.closedSegments().forEach((base, bytes) -> found.add(new Target(log, base, bytes)));
        }
        found.sort(Comparator.comparingLong(this::place)
                .thenComparing(target -> target.log().topicPartition())
                .thenComparingLong(Target::baseOffset));
        for (Target target : found) {
            targets.add(target);
            passBytes += target.bytes();
        }
    }

    private long place(Target target) {
        long mixed =
                (target.log().topicPartition().toString().hashCode() * 31L + target.baseOffset() + chance) * GOLDEN;
        return mixed ^ (mixed >>> 32);
    }

    /** Reads a part of one segment; returns how many bytes. */
    private long readOn() {
        SegmentCheck check = current;
        Target target = targets.peek();
        if (target == null) {
            return 0;
        }
        try {
            if (check == null) {
                check = target.log().checkSegment(target.baseOffset()).orElse(null);
                current = check;
            }
            if (check == null) {
                targets.remove();
                return 0;
            }
            long read = check.advance(STEP_BYTES);
            if (check.isDone()) {
                judge(target, check);
                end();
            }
            return read;
        } catch (IOException e) {
            unreadable(target, check, e);
            end();
            return 0;
        }
    }

    private void judge(Target target, SegmentCheck check) throws IOException {
        if (!check.isCurrent()) {
            return;
        }
        Optional<SegmentCheck.Finding> finding = check.finding();
        if (finding.isPresent()) {
            SegmentCheck.Finding found = finding.get();
            note(target, check, found.position(), found.offset(), found.problem());
        } else if (forget(keyOf(target))) {
            LOG.info("{} is as it was written again", check.path());
        }
    }

    private void unreadable(Target target, @Nullable SegmentCheck check, IOException cause) {
        try {
            if (check == null || target.log().isClosed() || !check.isCurrent()) {
                LOG.debug("{} is not checked: {}", target.log().topicPartition(), cause.toString());
            } else {
                note(target, check, 0, target.baseOffset(), "it cannot be read: " + cause.getMessage());
            }
        } catch (IOException e) {
            LOG.debug("{} is not checked: {}", target.log().topicPartition(), e.toString());
        }
    }

    private void note(Target target, SegmentCheck check, long position, long offset, String problem) {
        TopicPartition partition = target.log().topicPartition();
        DamagedSegment damage =
                new DamagedSegment(partition, check.path(), position, offset, problem, time.wallMillis());
        boolean first;
        synchronized (this) {
            first = damaged.putIfAbsent(keyOf(target), damage) == null;
        }
        if (first) {
            LOG.error(
                    "{} of {} is damaged at byte {}, offset {}: {}. Consumers cannot read on from there; restore the file"
                            + " from a copy, or delete the records up to behind it (bin/kafka-delete-records.sh)",
                    check.path(),
                    partition,
                    position,
                    offset,
                    problem);
        }
    }

    private static Key keyOf(Target target) {
        return new Key(target.log().topicPartition(), target.baseOffset());
    }

    private synchronized boolean forget(Key key) {
        return damaged.remove(key) != null;
    }

    private void end() {
        SegmentCheck ended = current;
        current = null;
        targets.remove();
        if (ended != null) {
            try {
                ended.close();
            } catch (IOException e) {
                LOG.debug("{} was not closed: {}", ended.path(), e.toString());
            }
        }
    }

    /** The segments that were found damaged and are still there. */
    public List<DamagedSegment> damaged() {
        synchronized (this) {
            if (damaged.isEmpty()) {
                return List.of();
            }
        }
        Map<TopicPartition, PartitionLog> present = new TreeMap<>();
        logs.get().forEach(log -> present.put(log.topicPartition(), log));
        synchronized (this) {
            damaged.keySet().removeIf(key -> {
                PartitionLog log = present.get(key.partition());
                return log == null || !log.closedSegments().containsKey(key.baseOffset());
            });
            return List.copyOf(damaged.values());
        }
    }

    /** What was done since the start. */
    public Progress progress() {
        return progress;
    }
}
