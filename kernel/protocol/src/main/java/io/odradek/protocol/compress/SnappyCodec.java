package io.odradek.protocol.compress;

import io.odradek.protocol.CorruptRecordsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/**
 * Snappy. Java producers write snappy-java's frame: a 16-byte header, then blocks of at most 32 KiB unpacked, each with
 * its packed size before it (int32). Other clients write one bare Snappy block. Both are read, the frame is written.
 */
final class SnappyCodec implements Codec {
    static final SnappyCodec INSTANCE = new SnappyCodec();

    /** "\x82SNAPPY\0" as an int64. */
    private static final long FRAME_MAGIC = 0x82534e4150505900L;

    /** The first half of {@link #FRAME_MAGIC}, negative and so no block size: another frame begins. */
    private static final int FRAME_MAGIC_HEAD = (int) (FRAME_MAGIC >>> Integer.SIZE);

    private static final int FRAME_HEADER = 16;
    private static final int FRAME_VERSION = 1;
    private static final int BLOCK = 32 * 1024;

    /** Three bytes of Snappy unpack to 64 at the most. A block that claims more lies. */
    private static final int MAX_RATIO = 32;

    private SnappyCodec() {
        try {
            // Loads the native code now, where the caller expects that it can fail.
            Snappy.maxCompressedLength(0);
        } catch (SnappyError e) {
            throw new LinkageError("snappy's native code does not load", e);
        }
    }

    @Override
    public ByteBuffer compress(ByteBuffer source, int level) {
        HeapBytes bytes = HeapBytes.of(source);
        BoundedOutput out = new BoundedOutput(bytes.length() / 2 + FRAME_HEADER, BoundedOutput.MAX_ARRAY);
        ByteBuffer.wrap(out.arrayWithSpaceFor(FRAME_HEADER))
                .putLong(FRAME_MAGIC)
                .putInt(FRAME_VERSION)
                .putInt(FRAME_VERSION);
        out.advance(FRAME_HEADER);
        try {
            for (int from = bytes.offset(); from < bytes.end(); from += BLOCK) {
                writeBlock(bytes.array(), from, Math.min(BLOCK, bytes.end() - from), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("snappy failed in memory", e);
        }
        return out.toBuffer();
    }

    private static void writeBlock(byte[] array, int from, int length, BoundedOutput out) throws IOException {
        byte[] target = out.arrayWithSpaceFor(Integer.BYTES + Snappy.maxCompressedLength(length));
        int packed = Snappy.compress(array, from, length, target, out.size() + Integer.BYTES);
        ByteBuffer.wrap(target).putInt(out.size(), packed);
        out.advance(Integer.BYTES + packed);
    }

    @Override
    public ByteBuffer decompress(ByteBuffer source, int maxBytes, UnpackMemory memory) {
        HeapBytes bytes = HeapBytes.of(source, memory);
        BoundedOutput out = new BoundedOutput(memory, 0, maxBytes);
        if (startsFrame(bytes)) {
            readFrame(bytes, out);
        } else {
            readBlock(bytes.array(), bytes.offset(), bytes.length(), out);
        }
        return out.toBuffer();
    }

    private static boolean startsFrame(HeapBytes bytes) {
        return bytes.length() >= FRAME_HEADER && ByteBuffer.wrap(bytes.array()).getLong(bytes.offset()) == FRAME_MAGIC;
    }

    private static void readFrame(HeapBytes bytes, BoundedOutput out) {
        ByteBuffer frame = ByteBuffer.wrap(bytes.array());
        int index = bytes.offset() + FRAME_HEADER;
        while (index < bytes.end()) {
            if (bytes.end() - index < Integer.BYTES) {
                throw new CorruptRecordsException("snappy frame ends within a block's size");
            }
            int size = frame.getInt(index);
            if (size == FRAME_MAGIC_HEAD && bytes.end() - index >= FRAME_HEADER) {
                index += FRAME_HEADER;
                continue;
            }
            index += Integer.BYTES;
            if (size < 0 || size > bytes.end() - index) {
                throw new CorruptRecordsException("snappy frame claims a block of " + size + " bytes where "
                        + (bytes.end() - index) + " are left");
            }
            readBlock(bytes.array(), index, size, out);
            index += size;
        }
    }

    private static void readBlock(byte[] array, int from, int length, BoundedOutput out) {
        try {
            int unpacked = Snappy.uncompressedLength(array, from, length);
            if (unpacked < 0 || unpacked > (long) length * MAX_RATIO) {
                throw new CorruptRecordsException("snappy block of " + length + " bytes claims to unpack to "
                        + Integer.toUnsignedString(unpacked));
            }
            byte[] target = out.arrayWithSpaceFor(unpacked);
            out.advance(Snappy.rawUncompress(array, from, length, target, out.size()));
        } catch (IOException e) {
            throw new CorruptRecordsException("snappy data is malformed: " + e, e);
        }
    }
}
