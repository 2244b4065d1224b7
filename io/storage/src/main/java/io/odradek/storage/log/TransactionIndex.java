package io.odradek.storage.log;

import io.odradek.storage.AbortedTransaction;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code .txnindex}: aborted transactions in the order of their markers, 34 bytes each (int16 version 0, int64
 * producer id, int64 first offset, int64 last offset, int64 last stable offset). There is no file while there are none.
 *
 * <p>All entries are kept in memory once they are asked for. Any thread.
 */
final class TransactionIndex {
    private static final int ENTRY_SIZE = 34;
    private static final short VERSION = 0;

    private final Disk disk;
    private Path path;
    private @Nullable DiskFile file;
    private @Nullable List<AbortedTransaction> loaded;
    private int written;
    private boolean unsynced;

    TransactionIndex(Disk disk, Path path) {
        this.disk = disk;
        this.path = path;
    }

    /** Adds an entry behind all others unless it is there; on disk after {@link #flush}. */
    synchronized void append(AbortedTransaction aborted) throws IOException {
        List<AbortedTransaction> entries = entries();
        if (entries.isEmpty() || entries.getLast().lastOffset() < aborted.lastOffset()) {
            entries.add(aborted);
        }
    }

    /**
     * Writes what is only in memory.
     *
     * @return whether the file was made
     */
    synchronized boolean flush() throws IOException {
        List<AbortedTransaction> entries = loaded;
        if (entries == null || written == entries.size()) {
            return false;
        }
        boolean made = file == null && !disk.exists(path);
        ByteBuffer bytes = ByteBuffer.allocate((entries.size() - written) * ENTRY_SIZE);
        for (AbortedTransaction aborted : entries.subList(written, entries.size())) {
            bytes.putShort(VERSION)
                    .putLong(aborted.producerId())
                    .putLong(aborted.firstOffset())
                    .putLong(aborted.lastOffset())
                    .putLong(aborted.lastStableOffset());
        }
        opened(OpenMode.READ_WRITE_CREATE).write(bytes.flip(), (long) written * ENTRY_SIZE);
        written = entries.size();
        unsynced = true;
        return made;
    }

    /**
     * Adds to {@code found} what overlaps the offsets from {@code start} to {@code end} (exclusive).
     *
     * @return whether no later segment can hold more
     */
    synchronized boolean collect(long start, long end, List<AbortedTransaction> found) throws IOException {
        for (AbortedTransaction aborted : entries()) {
            if (aborted.lastOffset() >= start && aborted.firstOffset() < end) {
                found.add(aborted);
            }
            if (aborted.lastStableOffset() >= end) {
                return true;
            }
        }
        return false;
    }

    synchronized boolean isEmpty() throws IOException {
        return entries().isEmpty();
    }

    /** Drops the transactions whose marker is at or behind {@code offset}. */
    synchronized void truncateTo(long offset) throws IOException {
        List<AbortedTransaction> entries = entries();
        int kept = entries.size();
        while (kept > 0 && entries.get(kept - 1).lastOffset() >= offset) {
            kept--;
        }
        if (kept == entries.size() && file == null) {
            return;
        }
        entries.subList(kept, entries.size()).clear();
        written = Math.min(written, kept);
        if (file == null && !disk.exists(path)) {
            return;
        }
        DiskFile opened = opened(OpenMode.READ_WRITE);
        if (opened.size() > (long) kept * ENTRY_SIZE) {
            opened.truncate((long) kept * ENTRY_SIZE);
            unsynced = true;
        }
    }

    /**
     * Makes the entries durable.
     *
     * @return whether the file was made, so that its name is not durable yet
     */
    boolean sync() throws IOException {
        DiskFile toSync;
        boolean made;
        synchronized (this) {
            made = flush();
            if (!unsynced || file == null) {
                return made;
            }
            toSync = file;
            unsynced = false;
        }
        toSync.sync();
        return made;
    }

    private List<AbortedTransaction> entries() throws IOException {
        List<AbortedTransaction> known = loaded;
        if (known == null) {
            known = disk.exists(path) ? load(opened(OpenMode.READ_WRITE)) : new ArrayList<>();
            loaded = known;
            written = known.size();
        }
        return known;
    }

    /** Reads as far as entries make sense: what a crash tore off is rebuilt from the log. */
    private static List<AbortedTransaction> load(DiskFile file) throws IOException {
        int count = Math.toIntExact(file.size() / ENTRY_SIZE);
        List<AbortedTransaction> entries = new ArrayList<>();
        ByteBuffer entry = ByteBuffer.allocate(ENTRY_SIZE);
        long before = -1L;
        for (int i = 0; i < count; i++) {
            file.read(entry.clear(), (long) i * ENTRY_SIZE);
            entry.flip();
            short version = entry.getShort();
            AbortedTransaction aborted =
                    new AbortedTransaction(entry.getLong(), entry.getLong(), entry.getLong(), entry.getLong());
            if (version < VERSION || aborted.lastOffset() <= before || aborted.firstOffset() > aborted.lastOffset()) {
                break;
            }
            before = aborted.lastOffset();
            entries.add(aborted);
        }
        return entries;
    }

    private DiskFile opened(OpenMode mode) throws IOException {
        DiskFile opened = file;
        if (opened == null) {
            opened = disk.open(path, mode);
            file = opened;
        }
        return opened;
    }

    synchronized void rename(Path to) throws IOException {
        if (disk.exists(path)) {
            disk.rename(path, to);
        }
        path = to;
    }

    synchronized void delete() throws IOException {
        close();
        disk.delete(path);
    }

    synchronized void close() throws IOException {
        DiskFile opened = file;
        file = null;
        loaded = null;
        if (opened != null) {
            opened.close();
        }
    }
}
