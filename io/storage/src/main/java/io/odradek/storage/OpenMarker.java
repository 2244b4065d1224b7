package io.odradek.storage;

import io.odradek.base.TopicPartition;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file {@code .odradek-open}: found at a start it says that the last stop was unclean and Odradek's own, so that whatever was
 * appended beyond the checkpointed recovery points had no gaps. It is made when a checkpoint covers all that was there
 * before, where Kafka may have compacted anything, and goes when the directory is closed in order.
 *
 * <p>Any thread.
 */
final class OpenMarker {
    static final String FILE_NAME = ".odradek-open";

    private static final String CONTENT = "Odradek has this folder open, or was killed while it had\n";

    private final Disk disk;
    private final Path directory;
    private final Map<TopicPartition, Long> awaited = new LinkedHashMap<>();
    private boolean set;

    OpenMarker(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Whether the file was there when the directory was opened. */
    synchronized boolean find() throws IOException {
        set = disk.exists(directory.resolve(FILE_NAME));
        return set;
    }

    /**
     * All logs of the directory are loaded.
     *
     * @param uncovered recovery points that a checkpoint must reach first, {@link Long#MAX_VALUE} of a log that was not loaded
     */
    synchronized void loaded(Map<TopicPartition, Long> uncovered) throws IOException {
        awaited.putAll(uncovered);
        setIfCovered();
    }

    /** These recovery points are on disk, of all logs that there are. */
    synchronized void checkpointed(Map<TopicPartition, Long> recoveryPoints) throws IOException {
        if (!set) {
            awaited.entrySet()
                    .removeIf(entry -> recoveryPoints.getOrDefault(entry.getKey(), Long.MAX_VALUE) >= entry.getValue());
            setIfCovered();
        }
    }

    private void setIfCovered() throws IOException {
        if (!set && awaited.isEmpty()) {
            AtomicFile.write(disk, directory.resolve(FILE_NAME), CONTENT.getBytes(StandardCharsets.UTF_8));
            set = true;
        }
    }

    /** Removes the file; durable with the next sync of the directory. */
    synchronized void clear() throws IOException {
        disk.delete(directory.resolve(FILE_NAME));
        set = false;
    }
}
