package io.odradek.storage.log;

import io.odradek.storage.AtomicFile;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code .snapshot} files of a log: at the base offsets of segments, and one at the end of what was last synced or
 * closed. A damaged one is as good as none.
 *
 * <p>Any thread.
 */
final class SnapshotFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);
    private static final int MAX_BYTES = 1 << 30;

    private final Disk disk;
    private final Path folder;
    private final TreeSet<Long> offsets = new TreeSet<>();
    private final TreeSet<Long> unsynced = new TreeSet<>();

    SnapshotFiles(Disk disk, Path folder, NavigableSet<Long> found) {
        this.disk = disk;
        this.folder = folder;
        offsets.addAll(found);
    }

    /** Offset of the latest snapshot. */
    synchronized OptionalLong latest() {
        return offsets.isEmpty() ? OptionalLong.empty() : OptionalLong.of(offsets.last());
    }

    /** Writes a snapshot of the state before {@code offset}; durable once {@link #sync} and the folder are synced. */
    synchronized void write(long offset, ByteBuffer bytes) throws IOException {
        if (offsets.contains(offset)) {
            // It may be the only one there is: a crash must leave it or the new one.
            byte[] content = new byte[bytes.remaining()];
            bytes.get(content);
            AtomicFile.write(disk, path(offset), content);
            return;
        }
        try (DiskFile file = disk.open(path(offset), OpenMode.READ_WRITE_CREATE)) {
            file.truncate(0);
            file.write(bytes, 0);
        }
        offsets.add(offset);
        unsynced.add(offset);
    }

    /**
     * Makes the snapshots durable that were written before the call, but for their names.
     *
     * @return whether there were any
     */
    boolean sync() throws IOException {
        List<Long> written = takeUnsynced();
        for (long offset : written) {
            try (DiskFile file = disk.open(path(offset), OpenMode.READ_WRITE)) {
                file.sync();
            }
        }
        return !written.isEmpty();
    }

    private synchronized List<Long> takeUnsynced() {
        List<Long> taken = new ArrayList<>(unsynced);
        taken.retainAll(offsets);
        unsynced.clear();
        return taken;
    }

    /**
     * Fills {@code states} from the latest undamaged snapshot in {@code from} to {@code to} and deletes later ones and
     * damaged ones.
     *
     * @return its offset; {@code from} if there is none
     */
    synchronized long load(ProducerStates states, long from, long to) throws IOException {
        deleteFrom(to + 1);
        while (!offsets.isEmpty() && offsets.last() >= from) {
            long offset = offsets.last();
            String problem = read(offset, states);
            if (problem.isEmpty()) {
                return offset;
            }
            LOG.warn("{} cannot be used, {}; the log is read instead", path(offset), problem);
            states.clear();
            delete(offset);
        }
        return from;
    }

    private String read(long offset, ProducerStates states) throws IOException {
        try (DiskFile file = disk.open(path(offset), OpenMode.READ)) {
            if (file.size() > MAX_BYTES) {
                return "it has " + file.size() + " bytes";
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return ProducerSnapshot.decode(bytes.flip(), states::put).orElse("");
        }
    }

    /** Deletes the snapshots at and behind {@code offset}. */
    synchronized void deleteFrom(long offset) throws IOException {
        for (long later : new ArrayList<>(offsets.tailSet(offset))) {
            delete(later);
        }
    }

    /** Deletes the snapshots at other offsets. */
    synchronized void keepOnly(LongPredicate kept) throws IOException {
        for (long offset : new ArrayList<>(offsets)) {
            if (!kept.test(offset)) {
                delete(offset);
            }
        }
    }

    /** Deletes the snapshots before {@code offset}. */
    synchronized void deleteBefore(long offset) throws IOException {
        for (long earlier : new ArrayList<>(offsets.headSet(offset))) {
            delete(earlier);
        }
    }

    /** Deletes the snapshot at exactly {@code offset}, if there is one. */
    synchronized void delete(long offset) throws IOException {
        if (offsets.remove(offset)) {
            disk.delete(path(offset));
        }
    }

    private Path path(long offset) {
        return folder.resolve(LogFiles.name(offset, LogFiles.SNAPSHOT));
    }
}
