package io.odradek.protocol.record;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.compress.Codecs;
import io.odradek.protocol.compress.CompressionType;
import java.nio.ByteBuffer;

/** Packs the records of a batch anew, for a topic whose {@code compression.type} is not {@code producer}. Any thread. */
public final class BatchCompression {
    private BatchCompression() {}

    /**
     * A copy of the complete batch at {@code at} with its records packed by {@code type}. All else stays; the CRC is
     * computed.
     *
     * @param maxUnpackedBytes bound of the unpacked records
     * @return a heap buffer at position 0
     * @throws CorruptRecordsException if the records cannot be unpacked within the bound
     * @throws io.odradek.protocol.compress.CodecUnavailableException if one of the codecs does not load
     */
    public static ByteBuffer recompress(
            ByteBuffer buffer, int at, CompressionType type, int level, int maxUnpackedBytes) {
        int recordsSize = BatchHeader.sizeInBytes(buffer, at) - BatchLayout.RECORDS;
        ByteBuffer packed = buffer.slice(at + BatchLayout.RECORDS, recordsSize);
        ByteBuffer records = Codecs.of(BatchHeader.compressionType(buffer, at)).decompress(packed, maxUnpackedBytes);
        ByteBuffer repacked = Codecs.of(type).compress(records, level);
        ByteBuffer batch = ByteBuffer.allocate(Math.addExact(BatchLayout.RECORDS, repacked.remaining()));
        batch.put(0, buffer, at, BatchLayout.RECORDS);
        batch.put(BatchLayout.RECORDS, repacked, 0, repacked.remaining());
        int others = BatchHeader.attributes(buffer, at) & ~BatchLayout.COMPRESSION_MASK;
        batch.putShort(BatchLayout.ATTRIBUTES, (short) (others | type.id()));
        batch.putInt(BatchLayout.BATCH_LENGTH, batch.capacity() - BatchLayout.LOG_OVERHEAD);
        BatchEdits.updateCrc(batch, 0);
        return batch;
    }
}
