package io.odradek.protocol.compress;

import io.odradek.protocol.CorruptRecordsException;
import java.nio.ByteBuffer;

/** Packs and unpacks the records of a batch. Stateless; any thread. */
public interface Codec {
    /**
     * Packs what lies between the buffer's position and limit, which stay.
     *
     * @param level one that {@link CompressionType#acceptsLevel} accepts; without effect for a codec without levels
     * @return a buffer at position 0, new but for {@link CompressionType#NONE}, which slices the source
     * @throws IllegalArgumentException if the codec has no such level
     */
    ByteBuffer compress(ByteBuffer source, int level);

    /**
     * Unpacks what lies between the buffer's position and limit, which stay.
     *
     * @param maxBytes bound of the result. What the source says of its size is not believed: memory grows with what has
     *     in fact been unpacked.
     * @return a buffer at position 0, new but for {@link CompressionType#NONE}, which slices the source
     * @throws CorruptRecordsException if the source is malformed or unpacks to more than {@code maxBytes}
     */
    default ByteBuffer decompress(ByteBuffer source, int maxBytes) {
        return decompress(source, maxBytes, UnpackMemory.once());
    }

    /**
     * As {@link #decompress(ByteBuffer, int)}, into memory that is used again.
     *
     * @throws UnpackedTooLargeException if the source unpacks to more than {@code maxBytes}
     */
    ByteBuffer decompress(ByteBuffer source, int maxBytes, UnpackMemory memory);
}
