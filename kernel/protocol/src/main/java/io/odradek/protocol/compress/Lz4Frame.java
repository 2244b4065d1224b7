package io.odradek.protocol.compress;

import io.odradek.protocol.CorruptRecordsException;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * The LZ4 frame format, as far as Kafka uses it: one frame of independent blocks, little-endian. Magic, flags, block
 * descriptor, optional content size, header checksum; then blocks, each with its size before it; then a size of 0.
 */
final class Lz4Frame {
    static final int MAGIC = 0x184D2204;

    /** Magic, flags, block descriptor, header checksum. */
    static final int MIN_HEADER = 7;

    static final int VERSION = 0x40;
    static final int VERSION_MASK = 0xc0;
    static final int BLOCKS_INDEPENDENT = 0x20;
    static final int BLOCK_CHECKSUMS = 0x10;
    static final int CONTENT_SIZE = 0x08;
    static final int CONTENT_CHECKSUM = 0x04;
    static final int RESERVED_FLAG = 0x02;
    static final int DICTIONARY = 0x01;

    /** Block descriptor: all bits but those of the block size. */
    static final int RESERVED_DESCRIPTOR = 0x8f;

    static final int BLOCK_SIZE_SHIFT = 4;
    static final int MIN_BLOCK_SIZE_CODE = 4;

    /** Bit of a block's size that says its bytes are not packed. */
    static final int RAW_BLOCK = 0x80000000;

    static final int END_MARK = 0;

    private static final XXHash32 HASH = XXHashFactory.fastestInstance().hash32();
    private static final int SEED = 0;

    private Lz4Frame() {}

    /** The most bytes that a block unpacks to: 64 KiB for code 4, four times as much for each code up to 7. */
    static int blockSize(int code) {
        if (code < MIN_BLOCK_SIZE_CODE) {
            throw new CorruptRecordsException("lz4 frame has the unknown block size code " + code);
        }
        return 1 << (8 + 2 * code);
    }

    /** xxHash-32 as blocks and content use it. */
    static int checksum(byte[] array, int from, int length) {
        return HASH.hash(array, from, length, SEED);
    }

    /** The checksum byte of a header; it covers flags up to the byte before it, not the magic. */
    static byte headerChecksum(byte[] array, int from, int length) {
        return (byte) (checksum(array, from, length) >>> 8);
    }
}
