package io.odradek.protocol.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import io.odradek.protocol.CorruptRecordsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Zstandard (RFC 8878, KIP-110). Unpacked at once where there is memory that may be large enough, else as a stream, since
 * frames need not state their size and a stated one is not to be believed. Windows above 128 MiB are refused, as by every stream decoder.
 */
final class ZstdCodec implements Codec {
    static final ZstdCodec INSTANCE = new ZstdCodec();

    /** A context costs more than unpacking a small batch: as many are kept as were ever in use at the same time. */
    private final Queue<ZstdDecompressCtx> contexts = new ConcurrentLinkedQueue<>();

    private ZstdCodec() {
        Native.load();
    }

    @Override
    public ByteBuffer compress(ByteBuffer source, int level) {
        Levels.check(CompressionType.ZSTD, level);
        HeapBytes bytes = HeapBytes.of(source);
        long bound = Zstd.compressBound(bytes.length());
        if (bound > BoundedOutput.MAX_ARRAY) {
            throw new IllegalArgumentException(bytes.length() + " bytes are too many for one zstd frame in memory");
        }
        byte[] target = new byte[(int) bound];
        long packed =
                Zstd.compressByteArray(target, 0, target.length, bytes.array(), bytes.offset(), bytes.length(), level);
        if (Zstd.isError(packed)) {
            throw new IllegalStateException("zstd failed in memory: " + Zstd.getErrorName(packed));
        }
        return ByteBuffer.wrap(target, 0, (int) packed).slice();
    }

    @Override
    public ByteBuffer decompress(ByteBuffer source, int maxBytes, UnpackMemory memory) {
        HeapBytes bytes = HeapBytes.of(source, memory);
        if (bytes.length() > 0 && memory.unpacked().length > 0) {
            Optional<ByteBuffer> unpacked = unpackAtOnce(bytes, memory.unpacked(), maxBytes);
            if (unpacked.isPresent()) {
                return unpacked.get();
            }
        }
        try (InputStream packed = new ByteArrayInputStream(bytes.array(), bytes.offset(), bytes.length());
                InputStream zstd = new ZstdInputStreamNoFinalizer(packed)) {
            return StreamUnpacker.readAll(zstd, bytes.length(), maxBytes, memory);
        } catch (IOException e) {
            throw new CorruptRecordsException("zstd data is malformed or cut off: " + e, e);
        }
    }

    /** Empty if the target is too small. */
    private Optional<ByteBuffer> unpackAtOnce(HeapBytes bytes, byte[] target, int maxBytes) {
        int room = Math.min(target.length, Math.max(0, maxBytes));
        ZstdDecompressCtx context = Objects.requireNonNullElseGet(contexts.poll(), ZstdDecompressCtx::new);
        try {
            int unpacked = context.decompressByteArray(target, 0, room, bytes.array(), bytes.offset(), bytes.length());
            return Optional.of(ByteBuffer.wrap(target, 0, unpacked).slice());
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return Optional.empty();
            }
            throw new CorruptRecordsException("zstd data is malformed or cut off: " + e.getMessage(), e);
        } finally {
            contexts.add(context);
        }
    }
}
