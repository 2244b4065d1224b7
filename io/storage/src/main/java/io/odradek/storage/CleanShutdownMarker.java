package io.odradek.storage;

import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code .kafka_cleanshutdown}: it is there exactly while a directory is closed and everything in it was closed in
 * order. It goes before the first log is loaded, so that a crash during loading is seen as one. It tells the epoch of the broker
 * that closed it (KIP-966).
 */
final class CleanShutdownMarker {
    static final String FILE_NAME = ".kafka_cleanshutdown";

    /** Stands for a broker that had no epoch, or whose epoch is not known. */
    static final long NO_EPOCH = -1;

    private static final Logger LOG = LoggerFactory.getLogger(CleanShutdownMarker.class);
    private static final int MAX_BYTES = 1_000;
    private static final Pattern EPOCH = Pattern.compile("\"brokerEpoch\"\\s*:\\s*([0-9]{1,18})\\s*[,}]");

    private CleanShutdownMarker() {}

    /** Removes the marker, durably; returns the epoch in it, {@link #NO_EPOCH} if it has none, and empty if there is no marker. */
    static OptionalLong remove(Disk disk, Path directory) throws IOException {
        Path path = directory.resolve(FILE_NAME);
        if (!disk.exists(path)) {
            return OptionalLong.empty();
        }
        long epoch = read(disk, path);
        disk.delete(path);
        disk.syncDirectory(directory);
        return OptionalLong.of(epoch);
    }

    /** Before 3.8 the file is empty. Without an epoch the replicas here are merely trusted less. */
    private static long read(Disk disk, Path path) {
        try {
            Matcher found = EPOCH.matcher(new String(AtomicFile.read(disk, path, MAX_BYTES), StandardCharsets.UTF_8));
            return found.find() ? Long.parseLong(found.group(1)) : NO_EPOCH;
        } catch (IOException e) {
            LOG.warn("{} cannot be read, so its broker epoch counts as unknown: {}", path, e.toString());
            return NO_EPOCH;
        }
    }

    static void write(Disk disk, Path directory, long brokerEpoch) throws IOException {
        String content = "{\"version\":0,\"brokerEpoch\":" + brokerEpoch + "}";
        AtomicFile.write(disk, directory.resolve(FILE_NAME), content.getBytes(StandardCharsets.UTF_8));
    }
}
