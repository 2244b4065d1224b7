package io.odradek.quorum;

import io.odradek.storage.AtomicFile;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code quorum-state}: the newest epoch in which this node has led or voted, in Kafka's JSON of version 0 (KIP-595). An
 * epoch is written here before anything is appended in it, so that none is ever used twice.
 */
final class QuorumStateFile {
    static final String FILE_NAME = "quorum-state";

    private static final int MAX_BYTES = 1024 * 1024;
    private static final Pattern EPOCH = Pattern.compile("\"leaderEpoch\"\\s*:\\s*(\\d{1,10})");

    private final Disk disk;
    private final Path path;

    QuorumStateFile(Disk disk, Path folder) {
        this.disk = disk;
        this.path = folder.resolve(FILE_NAME);
    }

    /** The epoch written last, 0 if there is no file. */
    int readEpoch() throws IOException {
        if (!disk.exists(path)) {
            return 0;
        }
        String text = new String(AtomicFile.read(disk, path, MAX_BYTES), StandardCharsets.UTF_8);
        Matcher epoch = EPOCH.matcher(text);
        if (!epoch.find()) {
            throw new IOException(path + " names no leaderEpoch: restore it from a backup");
        }
        try {
            return Integer.parseInt(epoch.group(1));
        } catch (NumberFormatException e) {
            throw new IOException(path + " names the impossible leaderEpoch " + epoch.group(1), e);
        }
    }

    /** Writes that the node leads the epoch; durable when this returns. */
    void writeLeader(int nodeId, int epoch) throws IOException {
        String text = "{\"clusterId\":\"\",\"leaderId\":" + nodeId + ",\"leaderEpoch\":" + epoch
                + ",\"votedId\":-1,\"appliedOffset\":0,\"currentVoters\":[{\"voterId\":" + nodeId
                + "}],\"data_version\":0}";
        AtomicFile.write(disk, path, text.getBytes(StandardCharsets.UTF_8));
    }
}
