package io.odradek.storage.log;

import io.odradek.base.Invariants;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of entries of one size that grows at its end: what the offset and the time index have in common.
 *
 * <p>The newest entries are kept in memory and written by the page; {@link #flush} writes them all. The file is opened
 * when it is first needed. Entries of zeros at the end, as Kafka leaves them after a crash, do not count.
 *
 * <p>One writer; readers from any thread. A reader that meets {@link #truncate} may see entries that are gone and must
 * check what it finds against the log.
 */
final class EntryFile {
    /** Reads the part of an entry that a search compares. */
    interface Key {
        long of(ByteBuffer buffer, int at);
    }

    private static final int PAGE_ENTRIES = 512;
    private static final int FIRST_TAIL_ENTRIES = 16;

    private final Disk disk;
    private final int entrySize;
    private final Object pageLock = new Object();
    private Path path;
    private @Nullable DiskFile file;
    private volatile int stored = -1;
    private ByteBuffer tail;
    private boolean unsynced;
    private boolean closed;
    private @Nullable ByteBuffer page;
    private int pageIndex = -1;

    EntryFile(Disk disk, Path path, int entrySize) {
        this.disk = disk;
        this.path = path;
        this.entrySize = entrySize;
        this.tail = ByteBuffer.allocate(0);
    }

    /** Entries, those in memory included. */
    synchronized int count() throws IOException {
        return stored() + tail.position() / entrySize;
    }

    /** Whether the file is there. */
    boolean exists() throws IOException {
        return stored >= 0 || disk.exists(path);
    }

    /** Adds an entry. */
    synchronized void append(ByteBuffer entry) throws IOException {
        stored();
        if (tail.remaining() < entrySize) {
            if (tail.position() >= PAGE_ENTRIES * entrySize) {
                flush();
            } else {
                int entries = Math.clamp(tail.capacity() / entrySize * 2L, FIRST_TAIL_ENTRIES, PAGE_ENTRIES);
                tail = ByteBuffer.allocate(entries * entrySize).put(tail.flip());
            }
        }
        tail.put(entry);
        unsynced = true;
    }

    /** Writes what is only in memory; durable after {@link #sync}. */
    synchronized void flush() throws IOException {
        if (tail.position() == 0) {
            return;
        }
        int before = stored();
        int added = tail.position() / entrySize;
        tail.flip();
        try {
            opened().write(tail, (long) before * entrySize);
        } finally {
            tail.clear().position(added * entrySize);
        }
        synchronized (pageLock) {
            pageIndex = -1;
        }
        stored = before + added;
        tail.clear();
        unsynced = true;
    }

    /** Drops the room for entries in memory of an index that will not grow. */
    synchronized void seal() throws IOException {
        flush();
        tail = ByteBuffer.allocate(0);
    }

    /** Makes what was appended and cut before the call durable. */
    void sync() throws IOException {
        DiskFile toSync;
        synchronized (this) {
            if (closed) {
                return;
            }
            flush();
            if (!unsynced) {
                return;
            }
            toSync = opened();
            unsynced = false;
        }
        toSync.sync();
    }

    /** Keeps the first {@code entries}; makes the file if it is missing. */
    synchronized void truncate(int entries) throws IOException {
        int inFile = stored();
        Invariants.check(entries <= count(), "an index is cut to at most its length", entries);
        if (entries > inFile) {
            tail.position((entries - inFile) * entrySize);
            return;
        }
        tail.clear();
        synchronized (pageLock) {
            pageIndex = -1;
        }
        stored = entries;
        if (opened().size() > (long) entries * entrySize) {
            opened().truncate((long) entries * entrySize);
            unsynced = true;
        }
    }

    /** Copies an entry into {@code target}, which has exactly its size, and flips it. */
    void read(int index, ByteBuffer target) throws IOException {
        target.clear();
        synchronized (this) {
            int inFile = stored();
            if (index >= inFile) {
                target.put(0, tail, (index - inFile) * entrySize, entrySize);
                return;
            }
        }
        readStored(index, target);
    }

    /** Tells whether an entry may follow the one before. */
    interface Check {
        boolean accepts(ByteBuffer buffer, int at);
    }

    /** How many entries from the first on the check accepts; nothing may be appended meanwhile. */
    int acceptedPrefix(Check check) throws IOException {
        flush();
        int count = count();
        ByteBuffer entries = ByteBuffer.allocate(Math.min(count, PAGE_ENTRIES) * entrySize);
        for (int first = 0; first < count; first += PAGE_ENTRIES) {
            int read = opened().read(entries.clear(), (long) first * entrySize) / entrySize;
            for (int i = 0; i < Math.min(read, count - first); i++) {
                if (!check.accepts(entries, i * entrySize)) {
                    return first + i;
                }
            }
            if (read < Math.min(PAGE_ENTRIES, count - first)) {
                return first + read;
            }
        }
        return count;
    }

    /** Index of the last entry whose key is at most {@code wanted}, -1 if there is none. Keys never fall. */
    int lastAtMost(Key key, long wanted) throws IOException {
        int inFile;
        synchronized (this) {
            inFile = stored();
            int found = search(key, wanted, tail, tail.position() / entrySize);
            if (found >= 0) {
                return inFile + found;
            }
        }
        return inFile == 0 ? -1 : searchFile(key, wanted, inFile);
    }

    private int searchFile(Key key, long wanted, int entries) throws IOException {
        ByteBuffer entry = ByteBuffer.allocate(entrySize);
        int low = -1;
        int high = (entries - 1) / PAGE_ENTRIES;
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            readStored(middle * PAGE_ENTRIES, entry);
            if (key.of(entry, 0) <= wanted) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if (low < 0) {
            return -1;
        }
        int first = low * PAGE_ENTRIES;
        DiskFile opened = opened(); // before the page's lock, which a flush takes after this object's
        synchronized (pageLock) {
            ByteBuffer loaded = page(low, opened);
            int inPage = Math.min(entries - first, loaded.limit() / entrySize);
            return first + search(key, wanted, loaded, inPage);
        }
    }

    private int search(Key key, long wanted, ByteBuffer entries, int count) {
        int low = -1;
        int high = count - 1;
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            if (key.of(entries, middle * entrySize) <= wanted) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private void readStored(int index, ByteBuffer target) throws IOException {
        synchronized (pageLock) {
            if (index / PAGE_ENTRIES == pageIndex && page != null) {
                int at = index % PAGE_ENTRIES * entrySize;
                if (at + entrySize <= page.limit()) {
                    target.put(0, page, at, entrySize);
                    return;
                }
            }
        }
        target.clear();
        int read = opened().read(target, (long) index * entrySize);
        target.flip();
        if (read < entrySize) {
            throw new IOException(path + " ends before entry " + index);
        }
    }

    private ByteBuffer page(int index, DiskFile opened) throws IOException {
        ByteBuffer loaded = page;
        if (loaded == null) {
            loaded = ByteBuffer.allocate(PAGE_ENTRIES * entrySize);
            page = loaded;
        }
        if (pageIndex != index) {
            pageIndex = -1;
            loaded.clear();
            opened.read(loaded, (long) index * PAGE_ENTRIES * entrySize);
            loaded.flip();
            pageIndex = index;
        }
        return loaded;
    }

    private int stored() throws IOException {
        int known = stored;
        return known >= 0 ? known : load();
    }

    private synchronized int load() throws IOException {
        if (stored < 0) {
            DiskFile opened = opened();
            int entries = Math.toIntExact(opened.size() / entrySize);
            ByteBuffer entry = ByteBuffer.allocate(entrySize);
            int low = 0;
            int high = entries;
            if (entries > 0 && isZero(opened, entries - 1, entry)) {
                while (low < high) {
                    int middle = (low + high) >>> 1;
                    if (isZero(opened, middle, entry)) {
                        high = middle;
                    } else {
                        low = middle + 1;
                    }
                }
            }
            stored = high;
        }
        return stored;
    }

    private boolean isZero(DiskFile opened, int index, ByteBuffer entry) throws IOException {
        entry.clear();
        opened.read(entry, (long) index * entrySize);
        for (int i = 0; i < entrySize; i++) {
            if (entry.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private synchronized DiskFile opened() throws IOException {
        if (closed) {
            throw new IOException(path + " is closed");
        }
        DiskFile opened = file;
        if (opened == null) {
            opened = disk.open(path, OpenMode.READ_WRITE_CREATE);
            file = opened;
        }
        return opened;
    }

    /** Renames the file; it stays open. */
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

    /** Closes without writing what is only in memory. */
    synchronized void close() throws IOException {
        DiskFile opened = file;
        file = null;
        closed = true;
        tail = ByteBuffer.allocate(0);
        if (opened != null) {
            opened.close();
        }
    }
}
