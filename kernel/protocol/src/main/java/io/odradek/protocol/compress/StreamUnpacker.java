package io.odradek.protocol.compress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a decompressing stream to its end, within a bound. */
final class StreamUnpacker {
    private static final int CHUNK = 16 * 1024;
    private static final int EXPECTED_RATIO = 3;
    private static final int MAX_EXPECTED = 1 << 20;

    private StreamUnpacker() {}

    /** Reads {@code in} to its end; the result is guessed, at first, from {@code packedBytes}. */
    static ByteBuffer readAll(InputStream in, int packedBytes, int maxBytes, UnpackMemory memory) throws IOException {
        BoundedOutput out =
                new BoundedOutput(memory, (int) Math.min((long) packedBytes * EXPECTED_RATIO, MAX_EXPECTED), maxBytes);
        while (true) {
            int room = Math.min(CHUNK, out.room());
            if (room == 0) {
                int beyond = in.read();
                if (beyond < 0) {
                    return out.toBuffer();
                }
                out.write(beyond); // says that there is too much
            }
            int read = in.read(out.arrayWithSpaceFor(room), out.size(), room);
            if (read < 0) {
                return out.toBuffer();
            }
            out.advance(read);
        }
    }
}
