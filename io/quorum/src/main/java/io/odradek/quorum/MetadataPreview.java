package io.odradek.quorum;

import io.odradek.base.TopicPartition;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.raft.SnapshotId;
import io.odradek.storage.BatchesBehind;
import io.odradek.storage.LogPreview;
import io.odradek.storage.OffsetCheckpoint;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Reads the metadata in a folder, snapshot and log, to its end and changes nothing: so that a start on data which is not
 * understood can be refused while everything is still as it was. What an opened log then replays is the same.
 *
 * <p>Stateless; one thread, while no node has the folder open.
 */
public final class MetadataPreview {
    /** A log is synced after each append, so that a crash tears no more than what was written within this time. */
    private static final long TORN_MILLIS = 10_000;

    private MetadataPreview() {}

    /**
     * Hands all data batches to the visitor, those of the newest undamaged snapshot first.
     *
     * @param directory {@code metadata.log.dir}
     * @param batches is given one batch at a time; what it throws goes through
     * @return whether there is any metadata
     * @throws IOException if the disk fails, or a part of the metadata is damaged or missing that was once on disk; the
     *     message says where and what to do
     */
    public static boolean read(Disk disk, Path directory, Consumer<ByteBuffer> batches) throws IOException {
        Path folder = directory.resolve(KraftSpec.FOLDER);
        if (!disk.exists(folder)) {
            return false;
        }
        Optional<SnapshotId> snapshot = newestSnapshot(disk, folder);
        if (snapshot.isPresent()) {
            try (CheckpointFile file =
                    new CheckpointFile(disk, folder.resolve(snapshot.get().fileName()))) {
                while (file.hasNext()) {
                    visit(file.next(), batches);
                }
            }
        }
        long from = snapshot.map(SnapshotId::endOffset).orElse(0L);
        LogPreview log = LogPreview.read(disk, folder, from, batch -> visit(batch, batches));
        check(folder, log, snapshot, recoveryPoint(disk, folder));
        return snapshot.isPresent() || log.endOffset() > from;
    }

    private static void visit(RecordBatchView batch, Consumer<ByteBuffer> batches) {
        if (!batch.isControl()) {
            batches.accept(batch.slice());
        }
    }

    private static Optional<SnapshotId> newestSnapshot(Disk disk, Path folder) throws IOException {
        NavigableSet<SnapshotId> ids = new TreeSet<>();
        for (String name : disk.list(folder)) {
            SnapshotId.parse(name).ifPresent(ids::add);
        }
        for (SnapshotId id : ids.descendingSet()) {
            try {
                CheckpointFile.verify(disk, folder.resolve(id.fileName()));
                return Optional.of(id);
            } catch (IOException _) {
                // Reported when it is set aside. An older one will do if the log still reaches back to it.
            }
        }
        return Optional.empty();
    }

    private static long recoveryPoint(Disk disk, Path folder) throws IOException {
        try {
            return new OffsetCheckpoint(disk, folder, OffsetCheckpoint.RECOVERY_POINTS)
                    .read()
                    .getOrDefault(new TopicPartition("__cluster_metadata", 0), 0L);
        } catch (IOException _) {
            return 0L; // as it is taken when the log is opened, which also says so
        }
    }

    private static void check(Path folder, LogPreview log, Optional<SnapshotId> snapshot, long recoveryPoint)
            throws IOException {
        long from = snapshot.map(SnapshotId::endOffset).orElse(0L);
        if (log.startOffset().orElse(0L) > from) {
            throw new IOException("it begins at offset " + log.startOffset().orElse(0L)
                    + ", and no undamaged snapshot reaches so far. Nothing was changed: restore the folder " + folder
                    + " from a backup");
        }
        if (log.endOffset() < recoveryPoint) {
            throw new IOException("it ends at offset " + log.endOffset() + ", but was on disk up to " + recoveryPoint
                    + log.damage().map(MetadataPreview::describe).orElse("") + ". Nothing was changed: restore"
                    + " the folder " + folder + " from a backup");
        }
        if (log.damage().isPresent()
                && !isTorn(log, snapshot, log.damage().get().behind())) {
            throw new IOException("it is damaged behind offset " + (log.endOffset() - 1)
                    + describe(log.damage().get())
                    + ", which a crash cannot have torn. Nothing was changed: restore the"
                    + " folder " + folder + " from a backup");
        }
    }

    /** A node begins with a new epoch, on what it has checked, and syncs what it appends. */
    private static boolean isTorn(LogPreview log, Optional<SnapshotId> snapshot, BatchesBehind behind) {
        int epoch = Math.max(log.lastEpoch(), snapshot.map(SnapshotId::epoch).orElse(0));
        boolean later =
                log.greatestTimestamp() >= 0 && behind.greatestTimestamp() - log.greatestTimestamp() > TORN_MILLIS;
        return behind.count() == 0 || (behind.greatestEpoch() <= epoch && !later);
    }

    private static String describe(LogPreview.Damage damage) {
        return " (" + damage.file() + " at byte " + damage.position() + ": " + damage.what() + "; behind it lie "
                + damage.behind().range() + ")";
    }
}
