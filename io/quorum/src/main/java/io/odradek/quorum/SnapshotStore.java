package io.odradek.quorum;

import io.odradek.raft.ControlRecordBatches;
import io.odradek.raft.RecoveredLog.Snapshots;
import io.odradek.raft.SnapshotId;
import io.odradek.raft.VoterSet;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots in the metadata log's folder. The newest two are kept, so that there is an older one to fall back on if the newest
 * turns out to be damaged. Any thread; one writes at a time.
 */
final class SnapshotStore {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);
    private static final int KEPT = 2;
    private static final String CORRUPT_SUFFIX = ".corrupt";

    private final Disk disk;
    private final Path folder;
    private final NavigableSet<SnapshotId> ids = new TreeSet<>();
    private final List<IOException> damages = new ArrayList<>();

    /** Finds the snapshots in the folder, and removes those that were not written to their end. */
    SnapshotStore(Disk disk, Path folder) throws IOException {
        this.disk = disk;
        this.folder = folder;
        for (String name : disk.list(folder)) {
            if (name.endsWith(Checkpoints.PART_SUFFIX)) {
                disk.delete(folder.resolve(name));
            }
            SnapshotId.parse(name)
                    .filter(id -> !id.equals(SnapshotId.BOOTSTRAP))
                    .ifPresent(ids::add);
        }
    }

    /** The newest snapshot of which nothing is damaged. Damaged ones are set aside under another name. */
    Optional<SnapshotId> newestValid() throws IOException {
        while (!ids.isEmpty()) {
            SnapshotId newest = ids.last();
            try {
                CheckpointFile.verify(disk, path(newest));
                return Optional.of(newest);
            } catch (IOException e) {
                LOG.error("a snapshot of the metadata log is set aside: {}", e.getMessage());
                damages.add(e);
                disk.rename(path(newest), folder.resolve(newest.fileName() + CORRUPT_SUFFIX));
                ids.remove(newest);
            }
        }
        return Optional.empty();
    }

    /** Why snapshots were set aside. */
    List<IOException> damages() {
        return damages;
    }

    synchronized Optional<SnapshotId> newest() {
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.last());
    }

    /** Up to where the log may be deleted: the end of the oldest snapshot kept, 0 while there is just one to rely on. */
    synchronized long deletableUpTo() {
        return ids.size() < KEPT ? 0L : ids.first().endOffset();
    }

    /** The oldest and the newest. */
    synchronized Snapshots ids() {
        return ids.isEmpty() ? Snapshots.NONE : new Snapshots(Optional.of(ids.first()), Optional.of(ids.last()));
    }

    void write(SnapshotId id, long timestamp, int kraftVersion, VoterSet voters, Iterator<ByteBuffer> batches)
            throws IOException {
        ByteBuffer header = ControlRecordBatches.snapshotHeader(timestamp, kraftVersion, voters);
        CheckpointWriter.write(disk, path(id), timestamp, id.epoch(), header, batches);
        synchronized (this) {
            ids.add(id);
        }
    }

    /** A snapshot that is there under its name has taken the place of all others. */
    synchronized void replacedBy(SnapshotId id) throws IOException {
        for (SnapshotId old : List.copyOf(ids)) {
            if (!old.equals(id)) {
                disk.delete(path(old));
            }
        }
        ids.clear();
        ids.add(id);
    }

    synchronized void deleteOld() throws IOException {
        while (ids.size() > KEPT) {
            disk.delete(path(ids.first()));
            ids.pollFirst();
        }
    }

    Path path(SnapshotId id) {
        return folder.resolve(id.fileName());
    }
}
