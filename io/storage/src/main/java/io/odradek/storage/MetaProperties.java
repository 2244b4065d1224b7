package io.odradek.storage;

import io.odradek.base.Uuid;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What {@code meta.properties} says about a log directory: the cluster and node that it belongs to, and its own id (KIP-858).
 * Written in version 1; version 0, of ZooKeeper's days, with {@code broker.id}, is read too. Immutable.
 *
 * @param nodeId zero or more
 * @param directoryId {@link Uuid#ZERO} if the file was written before directories had ids
 */
public record MetaProperties(String clusterId, int nodeId, Uuid directoryId) {
    /** The file's name. */
    public static final String FILE_NAME = "meta.properties";

    private static final int MAX_BYTES = 64 * 1024;

    /**
     * Reads the directory's file; empty if there is none.
     *
     * @throws IOException if it cannot be read, or is no meta.properties of version 0 or 1
     */
    public static Optional<MetaProperties> read(Disk disk, Path directory) throws IOException {
        Path path = directory.resolve(FILE_NAME);
        if (!disk.exists(path)) {
            return Optional.empty();
        }
        String text = new String(AtomicFile.read(disk, path, MAX_BYTES), StandardCharsets.UTF_8);
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw new IOException(path + " is not a properties file: " + e.getMessage(), e);
        }
        return Optional.of(parse(path, properties));
    }

    private static MetaProperties parse(Path path, Properties properties) throws IOException {
        String version = required(path, properties, "version");
        String idKey = switch (version) {
            case "0" -> "broker.id";
            case "1" -> "node.id";
            default ->
                throw new IOException(path + " has version '" + version + "'; 0 and 1 are known. It may have"
                        + " been written by a newer release");
        };
        String clusterId = required(path, properties, "cluster.id");
        String nodeId = required(path, properties, idKey);
        String directoryId = properties.getProperty("directory.id", Uuid.ZERO.toString());
        try {
            return new MetaProperties(clusterId, Integer.parseInt(nodeId.strip()), Uuid.parse(directoryId.strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException(path + " is malformed: " + e.getMessage(), e);
        }
    }

    private static String required(Path path, Properties properties, String key) throws IOException {
        String value = properties.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new IOException(
                    path + " has no '" + key + "'. Format the directory with kafka-storage.sh, or restore the file");
        }
        return value.strip();
    }

    /** Writes the directory's file; durable when this returns. */
    public void write(Disk disk, Path directory) throws IOException {
        String text = "#\ncluster.id=" + clusterId + "\ndirectory.id=" + directoryId + "\nnode.id=" + nodeId
                + "\nversion=1\n";
        AtomicFile.write(disk, directory.resolve(FILE_NAME), text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same cluster and node with another directory id. */
    public MetaProperties withDirectoryId(Uuid id) {
        return new MetaProperties(clusterId, nodeId, id);
    }

    /**
     * Checks that cluster and node are the expected ones.
     *
     * @param directory where this was read, for the message
     * @throws MetaPropertiesMismatchException if they differ
     */
    public void checkBelongsTo(MetaProperties expected, Path directory) throws MetaPropertiesMismatchException {
        if (!clusterId.equals(expected.clusterId)) {
            throw new MetaPropertiesMismatchException("the folder " + directory + " belongs to cluster " + clusterId
                    + ", not to " + expected.clusterId + ": use another folder, or empty this one if its data is not"
                    + " needed");
        }
        if (nodeId != expected.nodeId) {
            throw new MetaPropertiesMismatchException("the folder " + directory + " belongs to node " + nodeId
                    + ", but this node has the id " + expected.nodeId + ": set node.id=" + nodeId
                    + " or use another folder");
        }
    }
}
