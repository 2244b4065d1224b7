package io.odradek.raft;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.Message;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.message.KRaftVersionRecord;
import io.odradek.protocol.message.LeaderChangeMessage;
import io.odradek.protocol.message.SnapshotFooterRecord;
import io.odradek.protocol.message.SnapshotHeaderRecord;
import io.odradek.protocol.message.VotersRecord;
import io.odradek.protocol.record.ControlRecordType;
import io.odradek.protocol.record.ControlRecords;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.protocol.record.RecordCursor;
import io.odradek.protocol.record.RecordView;
import io.odradek.raft.Endpoints.Endpoint;
import io.odradek.raft.VoterHistory.Change;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The control batches of the metadata log and its snapshots, in Kafka's format (KIP-595, KIP-630, KIP-853). Stateless. */
public final class ControlRecordBatches {
    private static final short VERSION = 0;
    private static final int MAX_CONTROL_BYTES = 1024 * 1024;

    /** A record and its type. */
    private record Control(ControlRecordType type, Message message) {}

    private ControlRecordBatches() {}

    /**
     * The first batch of an epoch.
     *
     * @param kraftVersion written with the voters if the leader has to put them into the log
     */
    static ByteBuffer firstOfEpoch(
            long timestamp,
            int leaderId,
            VoterSet voters,
            Collection<Integer> granting,
            Optional<Integer> kraftVersion) {
        LeaderChangeMessage change = new LeaderChangeMessage()
                .setVersion(VERSION) // Kafka 4.4 reads no other
                .setLeaderId(leaderId)
                .setVoters(voters.voters().stream()
                        .map(ControlRecordBatches::changeVoter)
                        .toList())
                .setGrantingVoters(voters.voters().stream()
                        .filter(voter -> granting.contains(voter.id()))
                        .map(ControlRecordBatches::changeVoter)
                        .toList());
        List<Control> records = new ArrayList<>();
        records.add(new Control(ControlRecordType.LEADER_CHANGE, change));
        kraftVersion.ifPresent(level -> addQuorum(records, level, voters));
        return batch(timestamp, records);
    }

    private static LeaderChangeMessage.Voter changeVoter(Voter voter) {
        return new LeaderChangeMessage.Voter().setVoterId(voter.id());
    }

    static ByteBuffer voters(long timestamp, VoterSet voters) {
        return batch(timestamp, List.of(new Control(ControlRecordType.KRAFT_VOTERS, record(voters))));
    }

    static ByteBuffer upgrade(long timestamp, int kraftVersion, VoterSet voters) {
        List<Control> records = new ArrayList<>();
        addQuorum(records, kraftVersion, voters);
        return batch(timestamp, records);
    }

    private static void addQuorum(List<Control> records, int kraftVersion, VoterSet voters) {
        KRaftVersionRecord level = new KRaftVersionRecord().setVersion(VERSION).setKRaftVersion((short) kraftVersion);
        records.add(new Control(ControlRecordType.KRAFT_VERSION, level));
        records.add(new Control(ControlRecordType.KRAFT_VOTERS, record(voters)));
    }

    /**
     * The first batch of a snapshot.
     *
     * @param timestamp append time of the last batch that it stands for, ms
     * @param kraftVersion from 1 on the voters follow
     */
    public static ByteBuffer snapshotHeader(long timestamp, int kraftVersion, VoterSet voters) {
        List<Control> records = new ArrayList<>();
        records.add(new Control(
                ControlRecordType.SNAPSHOT_HEADER,
                new SnapshotHeaderRecord().setVersion(VERSION).setLastContainedLogTimestamp(timestamp)));
        if (kraftVersion > 0) {
            addQuorum(records, kraftVersion, voters);
        }
        return batch(timestamp, records);
    }

    /** The last batch of a snapshot; without it the file is cut off. */
    public static ByteBuffer snapshotFooter(long timestamp) {
        SnapshotFooterRecord footer = new SnapshotFooterRecord().setVersion(VERSION);
        return batch(timestamp, List.of(new Control(ControlRecordType.SNAPSHOT_FOOTER, footer)));
    }

    private static ByteBuffer batch(long timestamp, List<Control> records) {
        RecordBatchBuilder builder = RecordBatchBuilder.create().control();
        for (Control control : records) {
            WireWriter value =
                    WireWriter.copying(ByteBuffer.allocate(control.message().size(VERSION)));
            control.message().write(value, VERSION);
            builder.append(timestamp, ControlRecords.key(control.type()), value.written());
        }
        return builder.build();
    }

    /**
     * What a control batch says about voters and kraft.version; empty if nothing.
     *
     * @param offset to note for it
     * @throws CorruptRecordsException if a record is malformed
     */
    public static Optional<Change> change(RecordBatchView batch, long offset) {
        Optional<VoterSet> voters = Optional.empty();
        Optional<Integer> level = Optional.empty();
        RecordCursor records = batch.records(MAX_CONTROL_BYTES);
        while (records.next()) {
            switch (ControlRecords.type(records.view())) {
                case KRAFT_VERSION ->
                    level = Optional.of((int) KRaftVersionRecord.read(new WireReader(value(records.view())), VERSION)
                            .kRaftVersion());
                case KRAFT_VOTERS ->
                    voters = Optional.of(set(VotersRecord.read(new WireReader(value(records.view())), VERSION)));
                case ABORT, COMMIT, LEADER_CHANGE, SNAPSHOT_HEADER, SNAPSHOT_FOOTER, UNKNOWN -> {
                    // says nothing about them
                }
            }
        }
        return voters.isEmpty() && level.isEmpty() ? Optional.empty() : Optional.of(new Change(offset, voters, level));
    }

    private static ByteBuffer value(RecordView record) {
        ByteBuffer value = record.value();
        if (value == null) {
            throw new CorruptRecordsException("a control record at offset " + record.offset() + " has no value");
        }
        return value;
    }

    private static VotersRecord record(VoterSet voters) {
        return new VotersRecord()
                .setVersion(VERSION)
                .setVoters(voters.voters().stream()
                        .map(voter -> new VotersRecord.Voter()
                                .setVoterId(voter.id())
                                .setVoterDirectoryId(voter.key().directoryId())
                                .setEndpoints(voter.endpoints().all().stream()
                                        .map(at -> new VotersRecord.Endpoint()
                                                .setName(at.listener())
                                                .setHost(at.host())
                                                .setPort(at.port()))
                                        .toList())
                                .setKRaftVersionFeature(new VotersRecord.KRaftVersionFeature()
                                        .setMinSupportedVersion(voter.versions().min())
                                        .setMaxSupportedVersion(voter.versions().max())))
                        .toList());
    }

    private static VoterSet set(VotersRecord record) {
        try {
            return new VoterSet(record.voters().stream()
                    .map(voter -> new Voter(
                            new ReplicaKey(voter.voterId(), voter.voterDirectoryId()),
                            new Endpoints(voter.endpoints().stream()
                                    .map(at -> new Endpoint(at.name(), at.host(), at.port()))
                                    .toList()),
                            new SupportedVersions(
                                    voter.kRaftVersionFeature().minSupportedVersion(),
                                    voter.kRaftVersionFeature().maxSupportedVersion())))
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new CorruptRecordsException("a record of the voters makes no sense: " + e.getMessage());
        }
    }
}
