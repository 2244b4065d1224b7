package io.odradek.storage;

import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The file {@code .kafka_cleanshutdown}: it is there exactly while a directory is closed and everything in it was closed in
 * order. It goes before the first log is loaded, so that a crash during loading is seen as one.
 */
final class CleanShutdownMarker {
    static final String FILE_NAME = ".kafka_cleanshutdown";

    private static final String CONTENT = "{\"version\":0,\"brokerEpoch\":-1}";

    private CleanShutdownMarker() {}

    /** Removes the marker, durably; returns whether it was there. */
    static boolean remove(Disk disk, Path directory) throws IOException {
        Path path = directory.resolve(FILE_NAME);
        if (!disk.exists(path)) {
            return false;
        }
        disk.delete(path);
        disk.syncDirectory(directory);
        return true;
    }

    static void write(Disk disk, Path directory) throws IOException {
        AtomicFile.write(disk, directory.resolve(FILE_NAME), CONTENT.getBytes(StandardCharsets.UTF_8));
    }
}
