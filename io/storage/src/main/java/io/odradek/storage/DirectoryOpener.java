package io.odradek.storage;

import io.odradek.base.Sentences;
import io.odradek.base.Uuid;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.DiskLockedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens log directories: makes what is missing, locks them, and sees that each belongs to this node. One thread.
 *
 * <p>A directory whose disk fails is offline from the start; one that belongs to someone else ends the start.
 */
final class DirectoryOpener {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryOpener.class);
    private static final String LOCK_FILE = ".lock";

    private final Disk disk;
    private final MetaProperties expected;
    private final LogManagerSettings settings;
    private final BiConsumer<PartitionLog, IOException> onFailure;

    private final List<LogDirectory> opened = new ArrayList<>();
    private final List<AutoCloseable> locks = new ArrayList<>();

    DirectoryOpener(
            Disk disk,
            MetaProperties expected,
            LogManagerSettings settings,
            BiConsumer<PartitionLog, IOException> onFailure) {
        this.disk = disk;
        this.expected = expected;
        this.settings = settings;
        this.onFailure = onFailure;
    }

    /** Opens them all; after an exception none is locked. */
    List<LogDirectory> open(List<Path> paths) throws IOException {
        try {
            for (Path path : paths) {
                opened.add(open(path));
            }
            checkDistinctIds();
            requireOneUsable(opened);
        } catch (IOException | RuntimeException e) {
            releaseLocks();
            throw e;
        }
        return List.copyOf(opened);
    }

    private LogDirectory open(Path path) throws IOException {
        GroupCommitter committer =
                new GroupCommitter(settings.syncing(), settings.syncParallelism(), settings.later(), onFailure);
        try {
            if (!disk.exists(path)) {
                Folders.create(disk, path);
            }
            locks.add(disk.lock(path.resolve(LOCK_FILE)));
            return new LogDirectory(disk, path, identify(path), committer);
        } catch (MetaPropertiesMismatchException | DiskLockedException e) {
            throw e;
        } catch (IOException e) {
            LOG.error("the log directory {} is offline: {}", path, e.getMessage(), e);
            LogDirectory offline = new LogDirectory(disk, path, Uuid.ZERO, committer);
            offline.markOffline(e);
            return offline;
        }
    }

    private Uuid identify(Path path) throws IOException {
        Optional<MetaProperties> found = MetaProperties.read(disk, path);
        if (found.isPresent()) {
            found.get().checkBelongsTo(expected, path);
            if (!found.get().directoryId().isZero()) {
                return found.get().directoryId();
            }
        }
        Uuid id = settings.uuids().next();
        expected.withDirectoryId(id).write(disk, path);
        return id;
    }

    private void checkDistinctIds() throws IOException {
        Map<Uuid, LogDirectory> byId = new HashMap<>();
        for (LogDirectory directory : opened) {
            if (!directory.isOnline()) {
                continue;
            }
            LogDirectory other = byId.put(directory.id(), directory);
            if (other != null) {
                throw new MetaPropertiesMismatchException("the folders " + other + " and " + directory
                        + " have the same directory.id: one is a copy of the other, take it out of log.dirs");
            }
        }
    }

    /** @throws IOException if all are offline; it says why, and what to do */
    static void requireOneUsable(List<LogDirectory> directories) throws IOException {
        if (directories.stream().noneMatch(LogDirectory::isOnline)) {
            IOException none = new IOException("none of the log directories " + directories + " can be used: "
                    + Sentences.end(directories
                            .getFirst()
                            .offlineCause()
                            .map(IOException::toString)
                            .orElse(""))
                    + " Repair or replace the disk, or take the directory out of log.dirs, and start again");
            directories.forEach(directory -> directory.offlineCause().ifPresent(none::addSuppressed));
            throw none;
        }
    }

    /** The locks that are held; released by the owner. */
    List<AutoCloseable> locks() {
        return locks;
    }

    private void releaseLocks() {
        releaseAll(locks);
    }

    static void releaseAll(List<AutoCloseable> locks) {
        for (AutoCloseable lock : locks) {
            try {
                lock.close();
            } catch (Exception e) {
                LOG.warn("a lock was not released in order: {}", e.getMessage(), e);
            }
        }
        locks.clear();
    }
}
