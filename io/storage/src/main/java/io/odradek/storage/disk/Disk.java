package io.odradek.storage.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The one seam through which Odradek touches a file system. The real one is made in the server module; the simulated
 * one loses what was not synced.
 *
 * <p>What is written is durable only after {@link DiskFile#sync()}; a created, renamed or deleted name only after
 * {@link #syncDirectory(Path)} of the folder that holds it.
 *
 * <p>Any thread. Every method may throw {@link IOException}; {@link DiskFullException} when no space is left.
 */
public interface Disk {
    /** How a file is opened. */
    enum OpenMode {
        /** Must exist; only reads. */
        READ,
        /** Must exist; reads and writes. */
        READ_WRITE,
        /** Is made if missing; reads and writes. */
        READ_WRITE_CREATE
    }

    /** @throws java.nio.file.NoSuchFileException if it must exist and does not */
    DiskFile open(Path path, OpenMode mode) throws IOException;

    boolean exists(Path path) throws IOException;

    boolean isDirectory(Path path) throws IOException;

    /** The names in a folder, sorted. */
    List<String> list(Path directory) throws IOException;

    /** Makes the folder and its parents where missing. */
    void createDirectories(Path directory) throws IOException;

    /** Deletes a file or an empty folder; nothing happens if it is not there. */
    void delete(Path path) throws IOException;

    /** Renames atomically, replacing a file of the new name. */
    void rename(Path from, Path to) throws IOException;

    /** Makes the names in the folder durable. */
    void syncDirectory(Path directory) throws IOException;

    /**
     * Whether the file system of the path was found full, and no space has been freed since: what is going to be deleted
     * should go at once. A disk that does not keep account of that says no.
     */
    default boolean isFull(Path path) {
        return false;
    }

    /** Equal for paths that share their space. A disk that does not say otherwise has one file system. */
    default Object fileSystemOf(Path path) throws IOException {
        return this;
    }

    /** Bytes that can still be written to the file system that holds the path. */
    long usableBytes(Path path) throws IOException;

    /** Size of the file system that holds the path, in bytes. */
    long totalBytes(Path path) throws IOException;

    /**
     * Takes an exclusive lock on a file, made if missing, held until closed or until the process ends.
     *
     * @throws DiskLockedException if another process, or another holder in this one, has it
     */
    AutoCloseable lock(Path path) throws IOException;
}
