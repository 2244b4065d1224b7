package io.odradek.storage;

import io.odradek.base.TopicPartition;
import io.odradek.storage.disk.DiskFullException;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The high watermarks on disk, in Kafka's {@code replication-offset-checkpoint} of each log directory. What is read at a start
 * is what was known a few seconds before the last stop at the latest: never more than was committed.
 *
 * <p>Any thread; one write at a time.
 */
public final class HighWatermarks {
    private static final Logger LOG = LoggerFactory.getLogger(HighWatermarks.class);

    private final LogManager logs;
    private final Map<TopicPartition, Long> found = new HashMap<>(); // guarded by this
    private final Map<LogDirectory, Map<TopicPartition, Long>> written = new LinkedHashMap<>(); // guarded by this

    private HighWatermarks(LogManager logs) {
        this.logs = logs;
    }

    /** Reads the files of all directories. One that cannot be read counts as empty: the leaders tell again. */
    public static HighWatermarks read(LogManager logs) {
        HighWatermarks checkpoints = new HighWatermarks(logs);
        for (LogDirectory directory : logs.directories()) {
            if (directory.isOnline()) {
                checkpoints.read(directory);
            }
        }
        return checkpoints;
    }

    private synchronized void read(LogDirectory directory) {
        try {
            found.putAll(directory.checkpoint(OffsetCheckpoint.HIGH_WATERMARKS).read());
        } catch (IOException e) {
            LOG.warn("the high watermarks of {} are not known: {}", directory, e.getMessage());
        }
    }

    /** What was read for a log that is now served; 0 if nothing was. Given once: a later log of that name is another one. */
    public synchronized long take(TopicPartition partition) {
        Long offset = found.remove(partition);
        return offset == null ? 0L : offset;
    }

    /**
     * Writes the high watermarks of all logs, if any has changed. Those of logs that are not served are kept as they were read.
     *
     * @param current of a log that is served
     */
    public synchronized void write(Function<PartitionLog, Optional<Long>> current) {
        for (LogDirectory directory : logs.directories()) {
            if (!directory.isOnline()) {
                continue;
            }
            Map<TopicPartition, Long> offsets = new TreeMap<>();
            for (PartitionLog log : logs.logsIn(directory)) {
                TopicPartition partition = log.topicPartition();
                current.apply(log)
                        .or(() -> Optional.ofNullable(found.get(partition)))
                        .ifPresent(offset -> offsets.put(partition, offset));
            }
            if (!offsets.equals(written.get(directory))) {
                write(directory, offsets);
            }
        }
    }

    private void write(LogDirectory directory, Map<TopicPartition, Long> offsets) {
        try {
            directory.checkpoint(OffsetCheckpoint.HIGH_WATERMARKS).write(offsets);
            written.put(directory, offsets);
        } catch (DiskFullException e) {
            LOG.warn("the high watermarks in {} keep their last content: {}", directory, e.getMessage());
        } catch (IOException e) {
            logs.directoryFailed(directory, e);
        }
    }
}
