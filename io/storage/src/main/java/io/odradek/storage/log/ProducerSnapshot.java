package io.odradek.storage.log;

import io.odradek.protocol.record.Crc32c;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The bytes of a {@code .snapshot} file, version 1: int16 version, uint32 CRC-32C of what follows, int32 count, then per
 * producer int64 id, int16 epoch, int32 last sequence, int64 last offset, int32 offset delta, int64 timestamp, int32
 * coordinator epoch, int64 start of the open transaction. Only the last batch of a producer is kept.
 *
 * <p>Stateless.
 */
final class ProducerSnapshot {
    private static final short VERSION = 1;
    private static final int CRC = 2;
    private static final int COUNT = 6;
    private static final int ENTRIES = 10;
    private static final int ENTRY_SIZE = 46;

    private ProducerSnapshot() {}

    static ByteBuffer encode(Collection<ProducerEntry> producers) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.addExact(ENTRIES, Math.multiplyExact(producers.size(), ENTRY_SIZE)));
        bytes.putShort(VERSION).putInt(0).putInt(producers.size());
        for (ProducerEntry producer : producers) {
            bytes.putLong(producer.producerId)
                    .putShort(producer.epoch)
                    .putInt(producer.lastSequence())
                    .putLong(producer.lastOffset())
                    .putInt(producer.lastOffsetDelta())
                    .putLong(producer.lastTimestamp)
                    .putInt(producer.coordinatorEpoch)
                    .putLong(producer.transactionStart);
        }
        bytes.flip();
        bytes.putInt(CRC, Crc32c.compute(bytes, COUNT, bytes.limit() - COUNT));
        return bytes;
    }

    /**
     * Hands every producer to {@code target}.
     *
     * @return why the bytes are no snapshot, in which case nothing was handed over; empty if all is well
     */
    static Optional<String> decode(ByteBuffer bytes, Consumer<ProducerEntry> target) {
        if (bytes.limit() < ENTRIES) {
            return Optional.of("it has " + bytes.limit() + " bytes");
        }
        if (bytes.getShort(0) != VERSION) {
            return Optional.of("its version is " + bytes.getShort(0));
        }
        if (bytes.getInt(CRC) != Crc32c.compute(bytes, COUNT, bytes.limit() - COUNT)) {
            return Optional.of("its checksum does not match");
        }
        int count = bytes.getInt(COUNT);
        if (count < 0 || bytes.limit() != ENTRIES + (long) count * ENTRY_SIZE) {
            return Optional.of("it claims " + count + " producers in " + bytes.limit() + " bytes");
        }
        ByteBuffer entries = bytes.duplicate().position(ENTRIES);
        for (int i = 0; i < count; i++) {
            target.accept(decodeEntry(entries));
        }
        return Optional.empty();
    }

    private static ProducerEntry decodeEntry(ByteBuffer bytes) {
        ProducerEntry producer = new ProducerEntry(bytes.getLong());
        producer.epoch = bytes.getShort();
        int lastSequence = bytes.getInt();
        long lastOffset = bytes.getLong();
        int offsetDelta = bytes.getInt();
        long timestamp = bytes.getLong();
        if (lastOffset >= 0 && lastSequence >= 0) {
            producer.addBatch(lastSequence, lastOffset, offsetDelta, timestamp);
        }
        producer.lastTimestamp = timestamp;
        producer.coordinatorEpoch = bytes.getInt();
        producer.transactionStart = bytes.getLong();
        return producer;
    }
}
