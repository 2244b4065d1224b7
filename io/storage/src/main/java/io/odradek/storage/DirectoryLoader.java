package io.odradek.storage;

import io.odradek.base.Time;
import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.DiskFullException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the logs of one directory, side by side. A log that cannot be loaded is set aside and does not stop the others.
 *
 * <p>{@link #tasks} from one thread; the results may be read when all that it returned have run.
 */
final class DirectoryLoader {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryLoader.class);

    private final Disk disk;
    private final LogDirectory directory;
    private final LogManagerSettings settings;
    private final Time time;
    private final LogListener listener;

    private final Map<TopicPartition, PartitionLog> loaded = new ConcurrentHashMap<>();
    private final Map<TopicPartition, FailedLog> failed = new ConcurrentHashMap<>();
    private final List<Path> deleted = new ArrayList<>();
    private final Map<TopicPartition, Long> uncovered = new ConcurrentHashMap<>();

    private long closedByEpoch = CleanShutdownMarker.NO_EPOCH;

    DirectoryLoader(Disk disk, LogDirectory directory, LogManagerSettings settings, Time time, LogListener listener) {
        this.disk = disk;
        this.directory = directory;
        this.settings = settings;
        this.time = time;
        this.listener = listener;
    }

    LogDirectory directory() {
        return directory;
    }

    Map<TopicPartition, PartitionLog> loaded() {
        return loaded;
    }

    Map<TopicPartition, FailedLog> failed() {
        return failed;
    }

    /** The epoch of the broker that closed the directory in order and said so; -1 otherwise. */
    long closedByEpoch() {
        return closedByEpoch;
    }

    /** Folders of logs that were deleted earlier and are still to be removed. */
    List<Path> deleted() {
        return deleted;
    }

    /** Tells the next start that this one had the directory open, as soon as that says enough, see {@link OpenMarker}. */
    void markOpen(BiConsumer<LogDirectory, IOException> onFailure) {
        try {
            if (directory.isOnline()) {
                directory.openMarker().loaded(new TreeMap<>(uncovered));
            }
        } catch (DiskFullException e) {
            LOG.warn("{} is not marked as open: {}", directory, e.getMessage());
        } catch (IOException e) {
            onFailure.accept(directory, e);
        }
    }

    /** What loads the logs of the directory, one each, in any order and on any thread. */
    List<Runnable> tasks() throws IOException {
        boolean gapless = directory.openMarker().find();
        OptionalLong closedBy = CleanShutdownMarker.remove(disk, directory.path());
        boolean clean = closedBy.isPresent();
        closedByEpoch = closedBy.orElse(CleanShutdownMarker.NO_EPOCH);
        Map<TopicPartition, Long> recoveryPoints = readOrEmpty(OffsetCheckpoint.RECOVERY_POINTS);
        Map<TopicPartition, Long> startOffsets = readOrEmpty(OffsetCheckpoint.LOG_START_OFFSETS);
        Map<TopicPartition, Long> compacted = readOrEmpty(OffsetCheckpoint.CLEANED);
        Map<TopicPartition, Path> folders = partitionFolders();
        List<Runnable> loads = new ArrayList<>();
        folders.forEach((partition, folder) -> {
            RecoveryPoint from = new RecoveryPoint(
                    recoveryPoints.getOrDefault(partition, 0L),
                    startOffsets.getOrDefault(partition, 0L),
                    clean,
                    gapless && !compacted.containsKey(partition));
            loads.add(() -> load(partition, folder, from));
        });
        return loads;
    }

    private Map<TopicPartition, Path> partitionFolders() throws IOException {
        Map<TopicPartition, Path> folders = new TreeMap<>();
        for (String name : disk.list(directory.path())) {
            Path folder = directory.path().resolve(name);
            if (!disk.isDirectory(folder)) {
                continue;
            }
            switch (FolderName.parse(name)) {
                case FolderName.Partition(TopicPartition partition) -> folders.put(partition, folder);
                case FolderName.Deleted() -> deleted.add(folder);
                case FolderName.Other() -> LOG.debug("the folder {} is no log of this broker", folder);
            }
        }
        return folders;
    }

    /** A damaged checkpoint costs a longer recovery, nothing else: everything is checked from the start. */
    private Map<TopicPartition, Long> readOrEmpty(String name) {
        try {
            return directory.checkpoint(name).read();
        } catch (IOException e) {
            LOG.warn("the logs in {} are checked from their beginning: {}", directory, e.getMessage());
            return Map.of();
        }
    }

    private void load(TopicPartition partition, Path folder, RecoveryPoint from) {
        try {
            Optional<Uuid> topicId = PartitionMetadata.read(disk, folder);
            if (topicId.isEmpty() && !Folders.everHeldRecords(disk, folder)) {
                // The broker stopped while it made the folder: it never held anything.
                Folders.deleteRecursively(disk, folder);
                return;
            }
            LogConfig config = settings.topicConfigs().apply(partition.topic());
            PartitionLog log =
                    PartitionLog.open(disk, folder, partition, topicId.orElse(Uuid.ZERO), config, time, from, listener);
            syncRecovered(log);
            loaded.put(partition, log);
            if (from.recoveryPoint() < log.logEndOffset()) {
                uncovered.put(partition, log.logEndOffset());
            }
        } catch (IOException | RuntimeException e) {
            LOG.error(
                    "the log of {} in {} cannot be loaded and is left out: {}", partition, directory, e.toString(), e);
            IOException cause = e instanceof IOException io ? io : new IOException(e.toString(), e);
            uncovered.put(partition, Long.MAX_VALUE);
            failed.put(partition, new FailedLog(directory, from, cause));
        }
    }

    /**
     * What recovery found behind the recovery point is on disk before anybody is told of a high watermark: a consumer that
     * has committed an offset above it would start over.
     */
    private void syncRecovered(PartitionLog log) throws IOException {
        try {
            if (log.durableOffset() < log.logEndOffset()) {
                log.sync();
            }
        } catch (DiskFullException e) {
            LOG.warn("{} is synced when there is space: {}", log.topicPartition(), e.getMessage());
            directory.committer().register(log);
        } catch (IOException e) {
            log.abandon();
            throw e;
        }
    }
}
