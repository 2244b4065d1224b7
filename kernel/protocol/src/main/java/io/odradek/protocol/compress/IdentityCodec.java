package io.odradek.protocol.compress;

import io.odradek.protocol.CorruptRecordsException;
import java.nio.ByteBuffer;

/** No compression; copies nothing. */
final class IdentityCodec implements Codec {
    static final IdentityCodec INSTANCE = new IdentityCodec();

    private IdentityCodec() {}

    @Override
    public ByteBuffer compress(ByteBuffer source, int level) {
        Levels.check(CompressionType.NONE, level);
        return source.slice();
    }

    @Override
    public ByteBuffer decompress(ByteBuffer source, int maxBytes, UnpackMemory memory) {
        if (source.remaining() > maxBytes) {
            throw new CorruptRecordsException(
                    source.remaining() + " bytes of records are more than the allowed " + maxBytes);
        }
        return source.slice();
    }
}
