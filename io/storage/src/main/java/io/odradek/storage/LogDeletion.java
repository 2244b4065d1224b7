package io.odradek.storage;

import io.odradek.base.Time;
import io.odradek.base.TopicPartition;
import io.odradek.base.UuidSource;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.DiskFullException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the folders of deleted logs away: gives them the name under which they wait for their files to be deleted. On a full
 * disk even that may fail; it is then tried again until it is done.
 *
 * <p>Any thread.
 */
final class LogDeletion {
    private static final Logger LOG = LoggerFactory.getLogger(LogDeletion.class);

    private record Pending(ManagedLog managed, UnfinishedWork work) {}

    private final Disk disk;
    private final Time time;
    private final UuidSource uuids;
    private final Deletions deletions;
    private final Map<TopicPartition, Pending> pending = new LinkedHashMap<>(); // guarded by this

    LogDeletion(Disk disk, Time time, UuidSource uuids, Deletions deletions) {
        this.disk = disk;
        this.time = time;
        this.uuids = uuids;
        this.deletions = deletions;
    }

    /** Renames the folder of a log that is closed; where no space is left for that, later. */
    synchronized void delete(ManagedLog managed) throws IOException {
        try {
            take(managed);
        } catch (DiskFullException e) {
            PartitionLog log = managed.log();
            LOG.warn("the log of {} is deleted once there is space for it: {}", log.topicPartition(), e.getMessage());
            pending.put(
                    log.topicPartition(),
                    new Pending(
                            managed,
                            new UnfinishedWork(
                                    "deleting the log in " + log.folder(), e.toString(), time.wallMillis())));
        }
    }

    private void take(ManagedLog managed) throws IOException {
        PartitionLog log = managed.log();
        LogDirectory directory = managed.directory();
        Path renamed = directory.path().resolve(FolderName.deleted(log.topicPartition(), uuids.next()));
        try {
            disk.rename(log.folder(), renamed);
        } catch (NoSuchFileException e) {
            if (!disk.exists(directory.path())) {
                throw e;
            }
            LOG.warn("the folder {} of a deleted log was gone already", log.folder());
            return;
        }
        deletions.addFolder(directory, renamed, log.config().fileDeleteDelayMs());
        disk.syncDirectory(directory.path());
    }

    /** Renames the folder of a log that is closed to one that is kept. */
    Path setAside(ManagedLog managed) throws IOException {
        Path directory = managed.directory().path();
        Path renamed = directory.resolve(FolderName.stray(managed.log().topicPartition(), uuids.next()));
        disk.rename(managed.log().folder(), renamed);
        disk.syncDirectory(directory);
        return renamed;
    }

    /** Deletes what an earlier attempt could not delete; returns why it still cannot be, empty if nothing is left. */
    synchronized Optional<String> retry(TopicPartition partition) {
        Pending found = pending.get(partition);
        if (found == null) {
            return Optional.empty();
        }
        if (found.managed.directory().isOnline()) {
            try {
                take(found.managed);
            } catch (IOException e) {
                return Optional.of("an earlier log of " + partition + " is not deleted yet: " + e.getMessage());
            }
        }
        pending.remove(partition);
        return Optional.empty();
    }

    /** As {@link #retry} for all; returns the directories whose disk fails for another reason than want of space. */
    synchronized Map<LogDirectory, IOException> retryAll() {
        Map<LogDirectory, IOException> failed = new LinkedHashMap<>();
        pending.values().removeIf(waiting -> {
            LogDirectory directory = waiting.managed.directory();
            if (!directory.isOnline()) {
                return true;
            }
            try {
                take(waiting.managed);
                LOG.info(
                        "the log of {} could be deleted now",
                        waiting.managed.log().topicPartition());
                return true;
            } catch (DiskFullException e) {
                return false;
            } catch (IOException e) {
                failed.put(directory, e);
                return true;
            }
        });
        return failed;
    }

    /** What could not be deleted so far. */
    synchronized List<UnfinishedWork> pending() {
        return pending.values().stream().map(Pending::work).toList();
    }
}
