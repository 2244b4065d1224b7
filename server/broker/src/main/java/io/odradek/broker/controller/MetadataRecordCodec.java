package io.odradek.broker.controller;

import io.odradek.coordinator.EncodedRecord;
import io.odradek.coordinator.RecordCodec;
import io.odradek.metadata.controller.RecordVersions;
import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.Varints;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.MetadataRecordType;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The format of the metadata log, which is KRaft's: a frame version, a type, a version, and the record. */
public final class MetadataRecordCodec implements RecordCodec<MetadataRecord> {
    private static final int FRAME_VERSION = 1;

    /** A codec has no state: one serves everybody. */
    public MetadataRecordCodec() {}

    @Override
    public EncodedRecord encode(MetadataRecord record) {
        short version = RecordVersions.of(record);
        int type = record.type().id();
        int size = Varints.unsignedSize(FRAME_VERSION)
                + Varints.unsignedSize(type)
                + Varints.unsignedSize(version)
                + record.size(version);
        WireWriter out = WireWriter.copying(ByteBuffer.allocate(size));
        out.writeUnsignedVarint(FRAME_VERSION);
        out.writeUnsignedVarint(type);
        out.writeUnsignedVarint(version);
        record.write(out, version);
        return new EncodedRecord(null, out.written());
    }

    @Override
    public Optional<MetadataRecord> decode(@Nullable ByteBuffer key, @Nullable ByteBuffer value) {
        if (value == null) {
            throw new CorruptRecordsException("a metadata record has a value");
        }
        WireReader in = new WireReader(copy(value));
        int frame = in.readUnsignedVarint();
        if (frame != FRAME_VERSION) {
            throw new CorruptRecordsException("a metadata record has frame version 1, not " + frame);
        }
        int id = in.readUnsignedVarint();
        int version = in.readUnsignedVarint();
        MetadataRecordType type = MetadataRecordType.forId(id);
        if (type == null || version < 0 || version > type.highestVersion()) {
            throw new CorruptRecordsException("metadata record type " + id + " version " + version
                    + " is not known: the log was written by a newer release, which must be used to read it");
        }
        return Optional.of(type.read(in, (short) version));
    }

    private static ByteBuffer copy(ByteBuffer value) {
        return ByteBuffer.allocate(value.remaining()).put(value.duplicate()).flip();
    }
}
