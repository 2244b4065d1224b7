package io.odradek.cli.storage;

import io.odradek.protocol.Message;
import io.odradek.protocol.Varints;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.message.SnapshotFooterRecord;
import io.odradek.protocol.message.SnapshotHeaderRecord;
import io.odradek.protocol.metadata.FeatureLevelRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.UserScramCredentialRecord;
import io.odradek.protocol.record.ControlRecordType;
import io.odradek.protocol.record.ControlRecords;
import io.odradek.protocol.record.RecordBatchBuilder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code bootstrap.checkpoint}: the records that a cluster's metadata begins with, as a snapshot in Kafka's format: a
 * control batch with the snapshot's header, a batch of metadata records, a control batch with its footer (KIP-630, KIP-778).
 * A metadata record is framed by a frame version, its type and its version, all unsigned varints.
 */
final class BootstrapSnapshot {
    /** The file's name. */
    static final String FILE_NAME = "bootstrap.checkpoint";

    private static final int FRAME_VERSION = 1;

    private BootstrapSnapshot() {}

    /** The records for the levels and credentials. */
    static List<MetadataRecord> records(FeatureLevels levels, List<ScramArgument> credentials) {
        List<MetadataRecord> records = new ArrayList<>();
        levels.forMetadataLog()
                .forEach((name, level) ->
                        records.add(new FeatureLevelRecord().setName(name).setFeatureLevel(level)));
        for (ScramArgument credential : credentials) {
            ScramMechanism mechanism = credential.mechanism();
            records.add(new UserScramCredentialRecord()
                    .setName(credential.name())
                    .setMechanism(mechanism.number())
                    .setSalt(credential.salt().duplicate())
                    .setStoredKey(ByteBuffer.wrap(ScramKeys.storedKey(mechanism, credential.saltedPassword())))
                    .setServerKey(ByteBuffer.wrap(ScramKeys.serverKey(mechanism, credential.saltedPassword())))
                    .setIterations(credential.iterations()));
        }
        return records;
    }

    /**
     * The bytes of the file.
     *
     * @param nowMs wall clock, for the records' timestamps
     */
    static byte[] encode(List<MetadataRecord> records, long nowMs) {
        RecordBatchBuilder data = RecordBatchBuilder.create().baseOffset(1).leaderEpoch(0);
        for (MetadataRecord record : records) {
            data.append(nowMs, null, framed(record));
        }
        ByteBuffer header = control(
                0,
                nowMs,
                ControlRecordType.SNAPSHOT_HEADER,
                new SnapshotHeaderRecord().setLastContainedLogTimestamp(0));
        ByteBuffer body = data.build();
        ByteBuffer footer =
                control(1 + records.size(), nowMs, ControlRecordType.SNAPSHOT_FOOTER, new SnapshotFooterRecord());
        return ByteBuffer.allocate(header.remaining() + body.remaining() + footer.remaining())
                .put(header)
                .put(body)
                .put(footer)
                .array();
    }

    private static ByteBuffer control(long offset, long nowMs, ControlRecordType type, Message content) {
        short version = 0;
        ByteBuffer value = ByteBuffer.allocate(content.size(version));
        WireWriter out = WireWriter.copying(value);
        content.write(out, version);
        return RecordBatchBuilder.create()
                .baseOffset(offset)
                .leaderEpoch(0)
                .control()
                .append(nowMs, ControlRecords.key(type), out.written())
                .build();
    }

    private static ByteBuffer framed(MetadataRecord record) {
        short version = record.highestSupportedVersion();
        int type = record.type().id();
        int size = Varints.unsignedSize(FRAME_VERSION)
                + Varints.unsignedSize(type)
                + Varints.unsignedSize((int) version)
                + record.size(version);
        WireWriter out = WireWriter.copying(ByteBuffer.allocate(size));
        out.writeUnsignedVarint(FRAME_VERSION);
        out.writeUnsignedVarint(type);
        out.writeUnsignedVarint(version);
        record.write(out, version);
        return out.written();
    }
}
