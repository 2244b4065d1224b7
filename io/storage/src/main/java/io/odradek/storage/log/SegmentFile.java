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
 * The file of a segment's batches, opened when it is first needed and closed when its owner and everyone who reads from
 * it have let go.
 *
 * <p>One writer; everything else from any thread.
 */
public final class SegmentFile {
    private final Disk disk;
    private Path path;
    private @Nullable DiskFile file;
    private volatile int size = -1;
    private int holders = 1;
    private boolean reserved;

    SegmentFile(Disk disk, Path path) {
        this.disk = disk;
        this.path = path;
    }

    /** Makes the file if it is missing and reserves {@code bytes} for it. */
    void create(int bytes) throws IOException {
        DiskFile opened = opened();
        if (bytes > 0) {
            opened.preallocate(bytes);
            reserved = true;
        }
        size = Math.toIntExact(opened.size());
    }

    /** Bytes of whole batches. */
    int size() throws IOException {
        int known = size;
        return known >= 0 ? known : load();
    }

    private synchronized int load() throws IOException {
        if (size < 0) {
            long bytes = opened().size();
            if (bytes > Integer.MAX_VALUE) {
                throw new IOException(path + " has " + bytes + " bytes; a segment has at most 2 GiB less one byte");
            }
            size = (int) bytes;
        }
        return size;
    }

    /** Writes the buffer at the end; readers see the bytes once {@link #publish} is called. */
    void write(ByteBuffer batches) throws IOException {
        opened().write(batches, size());
    }

    /** Lets readers see {@code bytes} more. */
    void publish(int bytes) throws IOException {
        size = size() + bytes;
    }

    /** Cuts off what a failed write left behind what is published. */
    void cutUnpublished() throws IOException {
        DiskFile opened = opened();
        if (opened.size() > size()) {
            opened.truncate(size());
        }
    }

    /** Gives blocks back that were reserved behind the end. */
    synchronized void releaseReserved() throws IOException {
        if (reserved) {
            opened().truncate(size());
            reserved = false;
        }
    }

    void truncate(int bytes) throws IOException {
        Invariants.check(bytes <= size(), "a segment is cut to at most its size", bytes);
        size = bytes;
        opened().truncate(bytes);
    }

    /** The open file. */
    synchronized DiskFile opened() throws IOException {
        DiskFile opened = file;
        if (opened == null) {
            if (holders == 0) {
                throw new IOException(path + " is closed");
            }
            opened = disk.open(path, OpenMode.READ_WRITE_CREATE);
            file = opened;
        }
        return opened;
    }

    /** Keeps the file open until {@link #release}; false if it is closed already. */
    synchronized boolean retain() {
        if (holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    /** Lets go; the last one closes the file. */
    public void release() throws IOException {
        DiskFile toClose = null;
        synchronized (this) {
            Invariants.check(holders > 0, "a segment's file is let go as often as it was held");
            holders--;
            if (holders == 0) {
                toClose = file;
                file = null;
            }
        }
        if (toClose != null) {
            toClose.close();
        }
    }

    /** Whether nobody holds the file. */
    synchronized boolean isReleased() {
        return holders == 0;
    }

    synchronized Path path() {
        return path;
    }

    synchronized void rename(Path to) throws IOException {
        if (disk.exists(path)) {
            disk.rename(path, to);
        }
        path = to;
    }

    synchronized void delete() throws IOException {
        disk.delete(path);
    }
}
