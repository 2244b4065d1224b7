package io.odradek.quorum;

import io.odradek.protocol.Message;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.message.LeaderChangeMessage;
import io.odradek.protocol.message.SnapshotFooterRecord;
import io.odradek.protocol.message.SnapshotHeaderRecord;
import io.odradek.protocol.record.ControlRecordType;
import io.odradek.protocol.record.ControlRecords;
import io.odradek.protocol.record.RecordBatchBuilder;
import java.nio.ByteBuffer;
import java.util.List;

/** The control batches of the metadata log and its snapshots, in Kafka's format (KIP-595, KIP-630). Stateless. */
final class ControlBatches {
    private static final short VERSION = 0;

    private ControlBatches() {}

    /** The first batch of every epoch. */
    static ByteBuffer leaderChange(long timestamp, int leaderId) {
        LeaderChangeMessage.Voter self = new LeaderChangeMessage.Voter().setVoterId(leaderId);
        LeaderChangeMessage message = new LeaderChangeMessage()
                .setVersion(VERSION)
                .setLeaderId(leaderId)
                .setVoters(List.of(self))
                .setGrantingVoters(List.of(self));
        return batch(timestamp, ControlRecordType.LEADER_CHANGE, message);
    }

    /** The first batch of a snapshot. */
    static ByteBuffer snapshotHeader(long timestamp) {
        SnapshotHeaderRecord header =
                new SnapshotHeaderRecord().setVersion(VERSION).setLastContainedLogTimestamp(timestamp);
        return batch(timestamp, ControlRecordType.SNAPSHOT_HEADER, header);
    }

    /** The last batch of a snapshot; without it the file is cut off. */
    static ByteBuffer snapshotFooter(long timestamp) {
        SnapshotFooterRecord footer = new SnapshotFooterRecord().setVersion(VERSION);
        return batch(timestamp, ControlRecordType.SNAPSHOT_FOOTER, footer);
    }

    private static ByteBuffer batch(long timestamp, ControlRecordType type, Message message) {
        WireWriter value = WireWriter.copying(ByteBuffer.allocate(message.size(VERSION)));
        message.write(value, VERSION);
        return RecordBatchBuilder.create()
                .control()
                .append(timestamp, ControlRecords.key(type), value.written())
                .build();
    }
}
