package io.odradek.storage;

import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Small files that are replaced as a whole: after a crash there is the old content or the new one, never a mixture.
 *
 * <p>Stateless; the caller serialises writes to the same path.
 */
public final class AtomicFile {
    /** Appended to the name of a file while its next content is written; what a crash leaves of it means nothing. */
    public static final String TEMPORARY_SUFFIX = ".tmp";

    private AtomicFile() {}

    /** Replaces the content; it is durable, name included, when this returns. */
    public static void write(Disk disk, Path target, byte[] content) throws IOException {
        Path temporary = target.resolveSibling(target.getFileName() + TEMPORARY_SUFFIX);
        try (DiskFile file = disk.open(temporary, OpenMode.READ_WRITE_CREATE)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(content), 0);
            file.sync();
        }
        disk.rename(temporary, target);
        Path folder = target.getParent();
        if (folder != null) {
            disk.syncDirectory(folder);
        }
    }

    /**
     * The whole content.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if the file is larger than {@code maxBytes}, or cannot be read
     */
    public static byte[] read(Disk disk, Path path, int maxBytes) throws IOException {
        try (DiskFile file = disk.open(path, OpenMode.READ)) {
            long size = file.size();
            if (size > maxBytes) {
                throw new IOException(path + " has " + size + " bytes; at most " + maxBytes + " are expected");
            }
            ByteBuffer content = ByteBuffer.allocate((int) size);
            int count = file.read(content, 0);
            if (count != size) {
                throw new IOException(path + " ended after " + count + " of " + size + " bytes");
            }
            return content.array();
        }
    }
}
