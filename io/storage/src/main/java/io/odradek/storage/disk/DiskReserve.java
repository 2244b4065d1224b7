package io.odradek.storage.disk;

import io.odradek.base.Time;
import io.odradek.storage.disk.Disk.OpenMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room kept back in one folder: a file of that size, {@link #FILE_NAME}, which Apache Kafka does not look at. It is made
 * when there is plenty of room, deleted when something must be written and no space is left, and made again when there is
 * plenty once more. A folder is full from the first write that found no space until then; beginning and end are logged.
 *
 * <p>Any thread.
 */
final class DiskReserve {
    /** The file's name. */
    static final String FILE_NAME = ".odradek-reserve";

    private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);
    private static final int CHUNK_BYTES = 1 << 20;

    /** A reserve takes at most this part of its file system, so that small disks are there for their data. */
    private static final int MAX_PART = 32;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Disk disk;
    private final Time time;
    private final Path folder;
    private final Path path;
    private final long configuredBytes;
    private volatile boolean full;

    // Both guarded by this.
    private long fullSinceMillis;
    private boolean held;

    DiskReserve(Disk disk, Time time, Path folder, long configuredBytes) {
        this.disk = disk;
        this.time = time;
        this.folder = folder;
        this.path = folder.resolve(FILE_NAME);
        this.configuredBytes = configuredBytes;
    }

    Path folder() {
        return folder;
    }

    boolean isFull() {
        return full;
    }

    /** @throws DiskFullException if the folder is full */
    void refuseIfFull() throws DiskFullException {
        if (full) {
            throw new DiskFullException(
                    "no space is left in " + folder + ": delete topics, shorten their retention, or enlarge the disk",
                    null);
        }
    }

    /** A write found no space. */
    synchronized void foundFull() {
        if (full) {
            return;
        }
        full = true;
        fullSinceMillis = time.monotonicMillis();
        LOG.error(
                "No space is left in {}: producers are refused, reads go on. Delete topics (their space is free at once),"
                        + " shorten retention.ms or retention.bytes of large ones, or enlarge the disk; nothing has to be"
                        + " restarted",
                folder);
    }

    /** Something that must be written found no space. Returns whether there is more now. */
    synchronized boolean giveUp() {
        foundFull();
        try {
            if (!disk.exists(path)) {
                return false;
            }
            try (DiskFile file = disk.open(path, OpenMode.READ_WRITE)) {
                file.truncate(0);
            }
            disk.delete(path);
            held = false;
            LOG.warn("The reserve {} is given up for what must be written", path);
            return true;
        } catch (IOException e) {
            LOG.warn("The reserve {} could not be given up: {}", path, e.toString());
            return false;
        }
    }

    /** Bytes that are still to be kept back here. */
    synchronized long missingBytes() {
        try {
            return isHeld() ? 0 : bytes();
        } catch (IOException e) {
            return 0; // a folder that cannot be looked at gets no reserve
        }
    }

    private long bytes() throws IOException {
        return Math.min(configuredBytes, disk.totalBytes(folder) / MAX_PART);
    }

    private boolean isHeld() throws IOException {
        held = held || (disk.exists(path) && sizeOf(path) >= bytes());
        return held;
    }

    /** Whether {@link #check} may have something to do. */
    synchronized boolean wantsCheck() {
        return full || (!held && configuredBytes > 0);
    }

    /**
     * Ends the time of a full disk when there is room again, and makes the file if it is missing.
     *
     * @param owedBytes that other reserves on the same file system are still to get
     */
    synchronized void check(long owedBytes) {
        if (!wantsCheck()) {
            return;
        }
        try {
            long bytes = bytes();
            long needed = owedBytes + Math.max(isHeld() ? bytes : 2 * bytes, 1);
            if (disk.usableBytes(folder) < needed) {
                return;
            }
            if (!held && bytes > 0) {
                make(bytes);
            }
            end();
        } catch (IOException e) {
            LOG.debug("the reserve {} is not made yet: {}", path, e.toString());
        }
    }

    private void end() {
        if (full) {
            full = false;
            // As loud as the beginning: whoever saw that wants to see this.
            LOG.warn(
                    "There is room in {} again after {} s: producers are served",
                    folder,
                    (time.monotonicMillis() - fullSinceMillis) / 1000);
        }
    }

    private long sizeOf(Path of) throws IOException {
        try (DiskFile file = disk.open(of, OpenMode.READ)) {
            return file.size();
        }
    }

    private void make(long bytes) throws IOException {
        try (DiskFile file = disk.open(path, OpenMode.READ_WRITE_CREATE)) {
            file.truncate(0);
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, bytes));
            for (long position = 0; position < bytes; position += chunk.limit()) {
                fill(chunk.clear(), position);
                file.write(chunk.limit((int) Math.min(chunk.capacity(), bytes - position)), position);
            }
            file.sync();
        } catch (DiskFullException e) {
            disk.delete(path);
            throw e;
        }
        disk.syncDirectory(folder);
        held = true;
    }

    /** With bytes that no file system can compress or leave out. */
    private static void fill(ByteBuffer chunk, long position) {
        for (int i = 0; i + Long.BYTES <= chunk.capacity(); i += Long.BYTES) {
            long mixed = (position + i + 1) * GOLDEN;
            mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
            chunk.putLong(i, mixed ^ (mixed >>> 27));
        }
    }
}
