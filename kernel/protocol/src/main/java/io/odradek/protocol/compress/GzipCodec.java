package io.odradek.protocol.compress;

import io.odradek.protocol.CorruptRecordsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** gzip (RFC 1952) by the JDK's zlib. */
final class GzipCodec implements Codec {
    static final GzipCodec INSTANCE = new GzipCodec();

    private static final int CHUNK = 8 * 1024;

    private GzipCodec() {}

    @Override
    public ByteBuffer compress(ByteBuffer source, int level) {
        Levels.check(CompressionType.GZIP, level);
        HeapBytes bytes = HeapBytes.of(source);
        BoundedOutput out = new BoundedOutput(bytes.length() / 2, BoundedOutput.MAX_ARRAY);
        try (OutputStream gzip = new LeveledStream(out, level)) {
            gzip.write(bytes.array(), bytes.offset(), bytes.length());
        } catch (IOException e) {
            throw new UncheckedIOException("gzip failed in memory", e);
        }
        return out.toBuffer();
    }

    @Override
    public ByteBuffer decompress(ByteBuffer source, int maxBytes, UnpackMemory memory) {
        HeapBytes bytes = HeapBytes.of(source, memory);
        try (InputStream packed = new ByteArrayInputStream(bytes.array(), bytes.offset(), bytes.length());
                InputStream gzip = new GZIPInputStream(packed, CHUNK)) {
            return StreamUnpacker.readAll(gzip, bytes.length(), maxBytes, memory);
        } catch (IOException e) {
            throw new CorruptRecordsException("gzip data is malformed or cut off: " + e, e);
        }
    }

    /** The JDK's stream lets only a subclass set the level. */
    private static final class LeveledStream extends GZIPOutputStream {
        LeveledStream(OutputStream out, int level) throws IOException {
            super(out, CHUNK);
            def.setLevel(level);
        }
    }
}
