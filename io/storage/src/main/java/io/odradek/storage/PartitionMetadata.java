package io.odradek.storage;

import io.odradek.base.Uuid;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file {@code partition.metadata}, which says which topic a folder belongs to (KIP-516): the lines {@code version: 0}
 * and {@code topic_id: <id>}.
 *
 * <p>Stateless; one thread per folder.
 */
public final class PartitionMetadata {
    /** The file's name. */
    public static final String FILE_NAME = "partition.metadata";

    private static final int MAX_BYTES = 1024;

    private PartitionMetadata() {}

    /**
     * The id in the folder's file; empty if there is no file.
     *
     * @throws IOException if the file cannot be read or is malformed
     */
    public static Optional<Uuid> read(Disk disk, Path folder) throws IOException {
        Path path = folder.resolve(FILE_NAME);
        if (!disk.exists(path)) {
            return Optional.empty();
        }
        try (DiskFile file = disk.open(path, OpenMode.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MAX_BYTES, file.size()));
            file.read(bytes, 0);
            return Optional.of(parse(path, new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)));
        }
    }

    /**
     * Writes the id if the folder has none.
     *
     * @param topicId {@link Uuid#ZERO} if the caller knows none
     * @return the folder's id
     * @throws IOException if the folder has another one
     */
    static Uuid ensure(Disk disk, Path folder, Uuid topicId) throws IOException {
        Optional<Uuid> found = read(disk, folder);
        if (found.isEmpty()) {
            if (!topicId.isZero()) {
                write(disk, folder, topicId);
            }
            return topicId;
        }
        if (!topicId.isZero() && !found.get().equals(topicId)) {
            throw new IOException(folder + " belongs to topic id " + found.get() + ", not to " + topicId
                    + "; move the folder away if its topic was deleted");
        }
        return found.get();
    }

    private static Uuid parse(Path path, String text) throws IOException {
        String[] lines = text.split("\n", -1);
        if (lines.length < 2 || !lines[0].strip().equals("version: 0") || !lines[1].startsWith("topic_id: ")) {
            throw new IOException(path + " is not a partition.metadata file of version 0; delete it if the folder's"
                    + " topic is known, it is then written anew");
        }
        try {
            return Uuid.parse(lines[1].substring("topic_id: ".length()).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(path + " holds no valid topic id: " + e.getMessage(), e);
        }
    }

    /** Writes the file atomically; durable when this returns. */
    public static void write(Disk disk, Path folder, Uuid topicId) throws IOException {
        String text = "version: 0\ntopic_id: " + topicId + "\n";
        AtomicFile.write(disk, folder.resolve(FILE_NAME), text.getBytes(StandardCharsets.UTF_8));
    }
}
