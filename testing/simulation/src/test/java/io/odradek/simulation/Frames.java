package io.odradek.simulation;

import io.odradek.protocol.EncodedFrame;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.Records;
import io.odradek.protocol.Splice;
import io.odradek.storage.FileRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Frames as bytes. Stateless. */
final class Frames {
    private Frames() {}

    /** The frame with its records in place and without its length; closes records of files. */
    static ByteBuffer bytes(EncodedFrame frame) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(frame.sizeInBytes()));
        ByteBuffer head = frame.head().duplicate();
        int start = head.position();
        int end = head.limit();
        for (Splice splice : frame.splices()) {
            bytes.put(head.limit(start + splice.headPosition()));
            put(bytes, splice.records());
            head.limit(end);
        }
        bytes.put(head).flip();
        return bytes.position(Integer.BYTES).slice();
    }

    private static void put(ByteBuffer bytes, Records records) throws IOException {
        switch (records) {
            case MemoryRecords memory -> bytes.put(memory.buffer());
            case FileRecords file -> {
                try (file) {
                    bytes.put(file.readFully());
                }
            }
            default -> throw new IllegalStateException("records of a known kind, not " + records.getClass());
        }
    }

    static long checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return crc.getValue();
    }
}
