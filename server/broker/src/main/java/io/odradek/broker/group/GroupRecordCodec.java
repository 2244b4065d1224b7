package io.odradek.broker.group;

import io.odradek.coordinator.EncodedRecord;
import io.odradek.coordinator.RecordCodec;
import io.odradek.group.GroupRecord;
import io.odradek.protocol.Message;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.group.GroupRecordKey;
import io.odradek.protocol.group.GroupRecordType;
import io.odradek.protocol.group.GroupRecordValue;
import io.odradek.protocol.group.OffsetCommitValue;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The format of {@code __consumer_offsets}: a type and a key, a version and a value. */
final class GroupRecordCodec implements RecordCodec<GroupRecord> {
    private static final short KEY_VERSION = 0;

    /** The versions that brokers since Kafka 2.1 read. */
    private static final short VALUE_VERSION = 3;

    private static final short OFFSET_WITH_EXPIRY_VERSION = 1;
    private static final short OFFSET_WITH_TOPIC_ID_VERSION = 4;

    @Override
    public EncodedRecord encode(GroupRecord record) {
        ByteBuffer key = prefixed(record.key().type().id(), record.key(), KEY_VERSION);
        GroupRecordValue value = record.value();
        return new EncodedRecord(key, value == null ? null : prefixed(versionOf(value), value, versionOf(value)));
    }

    @Override
    public Optional<GroupRecord> decode(@Nullable ByteBuffer key, @Nullable ByteBuffer value) {
        WireReader keyReader = new WireReader(Objects.requireNonNull(key, "a group record has a key"));
        GroupRecordType type = GroupRecordType.forId(keyReader.readShort());
        if (type == null) {
            return Optional.empty();
        }
        GroupRecordKey decoded = type.readKey(keyReader, KEY_VERSION);
        if (value == null) {
            return Optional.of(new GroupRecord(decoded, null));
        }
        WireReader valueReader = new WireReader(copy(value));
        short version = valueReader.readShort();
        if (version > type.highestVersion()) {
            return Optional.empty();
        }
        return Optional.of(new GroupRecord(decoded, type.readValue(valueReader, version)));
    }

    private static short versionOf(GroupRecordValue value) {
        if (value instanceof OffsetCommitValue offset) {
            if (offset.expireTimestamp() >= 0) {
                return OFFSET_WITH_EXPIRY_VERSION;
            }
            return offset.topicId().isZero() ? VALUE_VERSION : OFFSET_WITH_TOPIC_ID_VERSION;
        }
        return (short) Math.min(VALUE_VERSION, value.highestSupportedVersion());
    }

    private static ByteBuffer prefixed(short prefix, Message message, short version) {
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES + message.size(version));
        WireWriter out = WireWriter.copying(bytes);
        out.writeShort(prefix);
        message.write(out, version);
        return out.written();
    }

    /** What is replayed outlives the buffer that it was read into. */
    private static ByteBuffer copy(ByteBuffer value) {
        return ByteBuffer.allocate(value.remaining()).put(value.duplicate()).flip();
    }
}
