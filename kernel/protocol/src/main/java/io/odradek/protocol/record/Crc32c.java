package io.odradek.protocol.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C (Castagnoli) of a part of a buffer, by the processor's instruction where it has one. Stateless; any thread. */
public final class Crc32c {
    private Crc32c() {}

    /**
     * The checksum of {@code length} bytes from the absolute index {@code from}. Nothing is copied; position and limit
     * stay.
     *
     * @throws IndexOutOfBoundsException if the part lies outside the buffer
     */
    public static int compute(ByteBuffer buffer, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(from, length));
        return (int) crc.getValue();
    }
}
