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
    static ByteBuffer readAll(InputStream in, int packedBytes, int maxBytes) throws IOException {
        BoundedOutput out =
                new BoundedOutput((int) Math.min((long) packedBytes * EXPECTED_RATIO, MAX_EXPECTED), maxBytes);
        byte[] chunk = new byte[CHUNK];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            out.write(chunk, 0, read);
        }
        return out.toBuffer();
    }
}
