package io.odradek.quorum;

import io.odradek.base.Uuid;
import io.odradek.raft.QuorumState;
import io.odradek.raft.ReplicaKey;
import io.odradek.raft.VoterSet;
import io.odradek.storage.AtomicFile;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The file {@code quorum-state}: epoch, leader and vote, in Kafka's JSON of version 0 (KIP-595) or 1 (KIP-853), as kraft.version has
 * it. It is durable before anybody hears of what it says, so that no vote is given twice and no epoch led twice.
 */
final class QuorumStateFile {
    static final String FILE_NAME = "quorum-state";

    private static final int MAX_BYTES = 1024 * 1024;
    private static final Pattern VERSION = number("data_version");
    private static final Pattern EPOCH = number("leaderEpoch");
    private static final Pattern LEADER = number("leaderId");
    private static final Pattern VOTED = number("votedId");
    private static final Pattern DIRECTORY = Pattern.compile("\"votedDirectoryId\"\\s*:\\s*\"([^\"]*)\"");

    private final Disk disk;
    private final Path path;

    QuorumStateFile(Disk disk, Path folder) {
        this.disk = disk;
        this.path = folder.resolve(FILE_NAME);
    }

    private static Pattern number(String name) {
        return Pattern.compile("\"" + name + "\"\\s*:\\s*(-?\\d{1,10})\\b");
    }

    /**
     * What was written last, {@link QuorumState#INITIAL} if there is no file.
     *
     * @throws IOException if it cannot be read or makes no sense; the node must not start, since it may have voted
     */
    QuorumState read() throws IOException {
        if (!disk.exists(path)) {
            return QuorumState.INITIAL;
        }
        String text = new String(AtomicFile.read(disk, path, MAX_BYTES), StandardCharsets.UTF_8);
        try {
            int version = find(text, VERSION);
            if (version < 0 || version > 1) {
                throw new IOException(path + " has the version " + version + ", which a later release wrote");
            }
            int leader = find(text, LEADER);
            int voted = find(text, VOTED);
            Optional<ReplicaKey> vote =
                    voted < 0 ? Optional.empty() : Optional.of(new ReplicaKey(voted, directory(text)));
            return new QuorumState(
                    find(text, EPOCH), leader < 0 ? OptionalInt.empty() : OptionalInt.of(leader), vote, version);
        } catch (IllegalArgumentException e) {
            throw new IOException(path + " makes no sense: " + e.getMessage() + "; restore it from a backup", e);
        }
    }

    private int find(String text, Pattern field) {
        Matcher found = field.matcher(text);
        if (!found.find()) {
            throw new IllegalArgumentException("it lacks a field of " + field.pattern());
        }
        return Integer.parseInt(found.group(1));
    }

    private static Uuid directory(String text) {
        Matcher found = DIRECTORY.matcher(text);
        return found.find() ? Uuid.parse(found.group(1)) : Uuid.ZERO;
    }

    /** Replaces the file; durable when this returns. */
    void write(QuorumState state, VoterSet voters) throws IOException {
        AtomicFile.write(disk, path, encode(state, voters).getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(QuorumState state, VoterSet voters) {
        int leader = state.leaderId().orElse(-1);
        int voted = state.voted().map(ReplicaKey::id).orElse(-1);
        if (state.kraftVersion() == 0) {
            String ids = voters.voters().stream()
                    .map(voter -> "{\"voterId\":" + voter.id() + "}")
                    .collect(Collectors.joining(","));
            return "{\"clusterId\":\"\",\"leaderId\":" + leader + ",\"leaderEpoch\":" + state.epoch() + ",\"votedId\":"
                    + voted + ",\"appliedOffset\":0,\"currentVoters\":[" + ids + "],\"data_version\":0}";
        }
        Uuid directory = state.voted().map(ReplicaKey::directoryId).orElse(Uuid.ZERO);
        return "{\"leaderId\":" + leader + ",\"leaderEpoch\":" + state.epoch() + ",\"votedId\":" + voted
                + ",\"votedDirectoryId\":\"" + directory + "\",\"data_version\":1}";
    }
}
