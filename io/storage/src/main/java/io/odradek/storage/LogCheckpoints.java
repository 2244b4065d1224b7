package io.odradek.storage;

import io.odradek.base.TopicPartition;
import io.odradek.storage.disk.DiskFullException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The offset checkpoints of all log directories of a broker. Any thread; not from an event loop. */
final class LogCheckpoints {
    /** Of a broker without directories. */
    static final LogCheckpoints NONE = new LogCheckpoints(List.of(), _ -> Map.of(), (_, _) -> {});

    private static final Logger LOG = LoggerFactory.getLogger(LogCheckpoints.class);

    private final List<LogDirectory> directories;
    private final Map<LogDirectory, DirectoryCheckpoints> byDirectory = new LinkedHashMap<>();
    private final BiConsumer<LogDirectory, IOException> onFailure;

    /**
     * @param current recovery point and log start offset of every log in a directory, at the time of the call
     * @param onFailure hears of a directory whose disk fails
     */
    LogCheckpoints(
            List<LogDirectory> directories,
            Function<LogDirectory, Map<TopicPartition, RecoveryPoint>> current,
            BiConsumer<LogDirectory, IOException> onFailure) {
        this.directories = directories;
        this.onFailure = onFailure;
        for (LogDirectory directory : directories) {
            byDirectory.put(directory, new DirectoryCheckpoints(directory, () -> current.apply(directory)));
        }
    }

    /** Writes those of one directory; see {@link DirectoryCheckpoints#writeAll}. */
    void write(LogDirectory directory, Map<TopicPartition, Long> lowered) throws IOException {
        of(directory).writeAll(lowered);
    }

    private DirectoryCheckpoints of(LogDirectory directory) {
        return Objects.requireNonNull(byDirectory.get(directory), "a directory of another broker");
    }

    /** Writes those of every directory that is online. */
    void writeAll() {
        for (LogDirectory directory : directories) {
            if (directory.isOnline()) {
                try {
                    write(directory, Map.of());
                } catch (DiskFullException e) {
                    LOG.warn("the checkpoints in {} keep their last content: {}", directory, e.getMessage());
                } catch (IOException e) {
                    onFailure.accept(directory, e);
                }
            }
        }
    }

    /** See {@link LogManager#keepStartOffsets}. */
    List<PartitionLog> keepStartOffsets(Collection<PartitionLog> moved, Map<TopicPartition, ManagedLog> managedLogs) {
        Map<LogDirectory, List<PartitionLog>> inDirectories = new LinkedHashMap<>();
        List<PartitionLog> failed = new ArrayList<>();
        for (PartitionLog log : moved) {
            ManagedLog managed = managedLogs.get(log.topicPartition());
            if (managed != null && managed.log() == log) {
                inDirectories
                        .computeIfAbsent(managed.directory(), _ -> new ArrayList<>())
                        .add(log);
            } else {
                failed.add(log);
            }
        }
        inDirectories.forEach((directory, logs) -> {
            if (!keepStartOffsets(directory)) {
                failed.addAll(logs);
            }
        });
        return failed;
    }

    private boolean keepStartOffsets(LogDirectory directory) {
        try {
            of(directory).writeStartOffsets();
            return true;
        } catch (DiskFullException e) {
            LOG.warn("the log start offsets in {} are not on disk: {}", directory, e.getMessage());
        } catch (IOException e) {
            onFailure.accept(directory, e);
        }
        return false;
    }
}
