package io.odradek.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.quorum.SimulatedQuorum.Node;
import io.odradek.raft.QuorumState;
import io.odradek.raft.ReplicaKey;
import io.odradek.raft.VoterSet;
import io.odradek.storage.disk.RealDisk;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.ControlRecordUtils;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.raft.ElectionState;
import org.apache.kafka.raft.FileQuorumStateStore;
import org.apache.kafka.server.common.KRaftVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the classes of Apache Kafka 4.4 say of our files, and ours of theirs. */
class KafkaReadsTest {
    @TempDir
    Path directory;

    private final RealDisk disk = new RealDisk();

    private static Uuid kafka(io.odradek.base.Uuid id) {
        return new Uuid(id.mostSignificantBits(), id.leastSignificantBits());
    }

    private File stateFile() {
        return directory.resolve(QuorumStateFile.FILE_NAME).toFile();
    }

    @Test
    void kafkaReadsOurQuorumState() throws IOException {
        ReplicaKey voted = SimulatedQuorum.key(3);
        VoterSet voters = SimulatedQuorum.staticVoters(1, 2, 3);
        QuorumStateFile ours = new QuorumStateFile(disk, directory);
        ours.write(new QuorumState(7, OptionalInt.of(2), Optional.empty(), 0), voters);
        ElectionState leader =
                new FileQuorumStateStore(stateFile()).readElectionState().orElseThrow();
        assertThat(leader.epoch()).isEqualTo(7);
        assertThat(leader.leaderId()).isEqualTo(2);
        assertThat(leader.hasVoted()).isFalse();
        ours.write(new QuorumState(8, OptionalInt.empty(), Optional.of(voted), 1), voters);
        ElectionState vote =
                new FileQuorumStateStore(stateFile()).readElectionState().orElseThrow();
        assertThat(vote.epoch()).isEqualTo(8);
        assertThat(vote.hasLeader()).isFalse();
        assertThat(vote.votedKey()).isEqualTo(org.apache.kafka.raft.ReplicaKey.of(3, kafka(voted.directoryId())));
    }

    @Test
    void weReadTheQuorumStateOfKafka() throws IOException {
        ReplicaKey voted = SimulatedQuorum.key(3);
        FileQuorumStateStore theirs = new FileQuorumStateStore(stateFile());
        theirs.writeElectionState(
                ElectionState.withVotedCandidate(
                        9, org.apache.kafka.raft.ReplicaKey.of(3, kafka(voted.directoryId())), Set.of(1, 2, 3)),
                KRaftVersion.KRAFT_VERSION_1);
        assertThat(new QuorumStateFile(disk, directory).read())
                .isEqualTo(new QuorumState(9, OptionalInt.empty(), Optional.of(voted), 1));
        theirs.writeElectionState(
                ElectionState.withElectedLeader(10, 2, Optional.empty(), Set.of(1, 2, 3)),
                KRaftVersion.KRAFT_VERSION_0);
        assertThat(new QuorumStateFile(disk, directory).read())
                .isEqualTo(new QuorumState(10, OptionalInt.of(2), Optional.empty(), 0));
    }

    /** The folder of a node that was a quorum of its own with fixed members, became one with members in the log, and wrote a snapshot. */
    private Node upgraded() throws IOException {
        SimulatedQuorum quorum = new SimulatedQuorum(3);
        Node node = quorum.add(
                        SimulatedQuorum.config(1, SimulatedQuorum.staticVoters(1), true, 1), new SimulatedDisk(1))
                .start();
        quorum.commit("a");
        var _ = node.get().upgradeKRaftVersion(1);
        quorum.runFor(100);
        quorum.commit("b");
        var _ = node.get().snapshot(node.image.nextOffset, node.image.source());
        quorum.runFor(100);
        node.stop();
        node.start();
        quorum.commit("c");
        node.stop();
        return node;
    }

    private List<String> controls(Node node, String suffix) throws IOException {
        Path folder = SimulatedQuorum.DIRECTORY.resolve(KraftSpec.FOLDER);
        List<String> found = new ArrayList<>();
        for (String name : node.disk.list(folder)) {
            if (name.endsWith(suffix)) {
                Path copy = directory.resolve(name);
                Files.write(copy, node.disk.content(folder.resolve(name)));
                read(copy, found);
            }
        }
        return found;
    }

    private static void read(Path file, List<String> found) throws IOException {
        try (FileRecords records = FileRecords.open(file.toFile())) {
            for (RecordBatch batch : records.batches()) {
                batch.ensureValid();
                for (Record record : batch) {
                    found.add(batch.isControlBatch() ? control(record) : "data");
                }
            }
        }
    }

    private static String control(Record record) {
        return switch (ControlRecordType.parse(record.key())) {
            case LEADER_CHANGE -> {
                var change = ControlRecordUtils.deserializeLeaderChangeMessage(record);
                yield "leader " + change.leaderId() + " of "
                        + change.voters().stream()
                                .map(voter -> voter.voterId() + "/" + voter.voterDirectoryId())
                                .toList();
            }
            case SNAPSHOT_HEADER -> {
                assertThat(ControlRecordUtils.deserializeSnapshotHeaderRecord(record)
                                .lastContainedLogTimestamp())
                        .isPositive();
                yield "header";
            }
            case SNAPSHOT_FOOTER ->
                "footer "
                        + ControlRecordUtils.deserializeSnapshotFooterRecord(record)
                                .version();
            case KRAFT_VERSION ->
                "kraft.version "
                        + ControlRecordUtils.deserializeKRaftVersionRecord(record)
                                .kRaftVersion();
            case KRAFT_VOTERS -> {
                var voters = ControlRecordUtils.deserializeVotersRecord(record);
                yield "voters "
                        + voters.voters().stream()
                                .map(voter -> voter.voterId() + "/" + voter.voterDirectoryId() + "@"
                                        + voter.endpoints().iterator().next().host())
                                .toList();
            }
            default -> "other";
        };
    }

    @Test
    void kafkaReadsTheControlRecordsOfOurLogAndCheckpoints() throws IOException {
        Node node = upgraded();
        Uuid own = kafka(SimulatedQuorum.key(1).directoryId());
        assertThat(controls(node, ".log"))
                .containsExactly(
                        "leader 1 of [1/" + Uuid.ZERO_UUID + "]",
                        "data",
                        "kraft.version 1",
                        "voters [1/" + own + "@host1]",
                        "data",
                        "leader 1 of [1/" + Uuid.ZERO_UUID + "]",
                        "data");
        assertThat(controls(node, ".checkpoint"))
                .containsExactly(
                        "header", "kraft.version 1", "voters [1/" + own + "@host1]", "data", "data", "footer 0");
    }
}
