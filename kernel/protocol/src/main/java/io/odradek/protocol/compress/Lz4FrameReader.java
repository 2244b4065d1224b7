package io.odradek.protocol.compress;

import io.odradek.protocol.CorruptRecordsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** Unpacks one LZ4 frame. One use, one thread. */
final class Lz4FrameReader {
    /** A byte of LZ4 unpacks to 255 at the most. */
    private static final long MAX_RATIO = 255;

    private final LZ4SafeDecompressor decompressor;
    private final ByteBuffer frame;
    private final int end;
    private int index;
    private int flags;
    private int blockSize;

    Lz4FrameReader(LZ4SafeDecompressor decompressor, HeapBytes bytes) {
        this.decompressor = decompressor;
        frame = ByteBuffer.wrap(bytes.array()).order(ByteOrder.LITTLE_ENDIAN);
        index = bytes.offset();
        end = bytes.end();
    }

    /**
     * Reads the frame; bytes after it are left alone, as Kafka leaves them.
     *
     * @throws CorruptRecordsException if it is malformed or {@code out} has no room for it
     */
    void readInto(BoundedOutput out) {
        readHeader();
        int size = nextInt();
        while (size != Lz4Frame.END_MARK) {
            readBlock(size, out);
            size = nextInt();
        }
        if (has(Lz4Frame.CONTENT_CHECKSUM)) {
            int actual = Lz4Frame.checksum(out.arrayWithSpaceFor(0), 0, out.size());
            checkSum(nextInt(), actual, "content");
        }
    }

    private void readHeader() {
        need(Lz4Frame.MIN_HEADER);
        if (nextInt() != Lz4Frame.MAGIC) {
            throw new CorruptRecordsException("lz4 data does not begin with the magic of a frame");
        }
        int start = index;
        flags = frame.get(index++) & 0xff;
        int descriptor = frame.get(index++) & 0xff;
        checkFlags(descriptor);
        blockSize = Lz4Frame.blockSize(descriptor >>> Lz4Frame.BLOCK_SIZE_SHIFT);
        if (has(Lz4Frame.CONTENT_SIZE)) {
            need(Long.BYTES + 1);
            index += Long.BYTES;
        }
        byte expected = frame.get(index);
        if (expected != Lz4Frame.headerChecksum(frame.array(), start, index - start)) {
            throw new CorruptRecordsException("lz4 frame header does not match its checksum");
        }
        index++;
    }

    private void checkFlags(int descriptor) {
        if ((flags & Lz4Frame.VERSION_MASK) != Lz4Frame.VERSION) {
            throw new CorruptRecordsException("lz4 frame has version " + (flags >>> 6) + "; 1 is read");
        }
        if (has(Lz4Frame.RESERVED_FLAG) || (descriptor & Lz4Frame.RESERVED_DESCRIPTOR) != 0) {
            throw new CorruptRecordsException("lz4 frame has reserved bits set");
        }
        if (!has(Lz4Frame.BLOCKS_INDEPENDENT) || has(Lz4Frame.DICTIONARY)) {
            throw new CorruptRecordsException(
                    "lz4 frame has linked blocks or a dictionary; configure the producer to write independent blocks");
        }
    }

    private void readBlock(int sizeAndFlag, BoundedOutput out) {
        boolean raw = (sizeAndFlag & Lz4Frame.RAW_BLOCK) != 0;
        int size = sizeAndFlag & ~Lz4Frame.RAW_BLOCK;
        if (size > blockSize) {
            throw new CorruptRecordsException("lz4 block of " + size + " bytes in a frame of " + blockSize);
        }
        need(size);
        if (raw) {
            out.write(frame.array(), index, size);
        } else {
            unpack(size, out);
        }
        int start = index;
        index += size;
        if (has(Lz4Frame.BLOCK_CHECKSUMS)) {
            checkSum(nextInt(), Lz4Frame.checksum(frame.array(), start, size), "block");
        }
    }

    private void unpack(int size, BoundedOutput out) {
        int most = (int) Math.min(Math.min(blockSize, size * MAX_RATIO), out.room());
        byte[] target = out.arrayWithSpaceFor(most);
        out.advance(decompressor.decompress(frame.array(), index, size, target, out.size(), most));
    }

    private int nextInt() {
        need(Integer.BYTES);
        int value = frame.getInt(index);
        index += Integer.BYTES;
        return value;
    }

    private void need(int bytes) {
        if (bytes > end - index) {
            throw new CorruptRecordsException(
                    "lz4 frame is cut off: " + bytes + " bytes are due, " + (end - index) + " are left");
        }
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private static void checkSum(int stated, int actual, String of) {
        if (stated != actual) {
            throw new CorruptRecordsException("lz4 " + of + " does not match its checksum");
        }
    }
}
