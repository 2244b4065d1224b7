package io.odradek.protocol.compress;

import io.odradek.protocol.CorruptRecordsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * LZ4 in frames with 64 KiB blocks (KIP-57), without checksums of blocks and content. Frames that carry them are checked.
 */
final class Lz4Codec implements Codec {
    static final Lz4Codec INSTANCE = new Lz4Codec();

    private static final int BLOCK_SIZE_CODE = 4;
    private static final int BLOCK = Lz4Frame.blockSize(BLOCK_SIZE_CODE);

    private final LZ4Factory factory = LZ4Factory.fastestInstance();
    private final LZ4SafeDecompressor decompressor = factory.safeDecompressor();

    private Lz4Codec() {}

    @Override
    public ByteBuffer compress(ByteBuffer source, int level) {
        Levels.check(CompressionType.LZ4, level);
        HeapBytes bytes = HeapBytes.of(source);
        LZ4Compressor compressor =
                level == CompressionType.LZ4.defaultLevel() ? factory.fastCompressor() : factory.highCompressor(level);
        BoundedOutput out = new BoundedOutput(bytes.length() / 2 + Lz4Frame.MIN_HEADER, BoundedOutput.MAX_ARRAY);
        writeHeader(out);
        for (int from = bytes.offset(); from < bytes.end(); from += BLOCK) {
            writeBlock(compressor, bytes.array(), from, Math.min(BLOCK, bytes.end() - from), out);
        }
        littleEndian(out.arrayWithSpaceFor(Integer.BYTES)).putInt(out.size(), Lz4Frame.END_MARK);
        out.advance(Integer.BYTES);
        return out.toBuffer();
    }

    private static void writeHeader(BoundedOutput out) {
        byte[] array = out.arrayWithSpaceFor(Lz4Frame.MIN_HEADER);
        littleEndian(array)
                .putInt(Lz4Frame.MAGIC)
                .put((byte) (Lz4Frame.VERSION | Lz4Frame.BLOCKS_INDEPENDENT))
                .put((byte) (BLOCK_SIZE_CODE << Lz4Frame.BLOCK_SIZE_SHIFT))
                .put(Lz4Frame.headerChecksum(array, Integer.BYTES, 2));
        out.advance(Lz4Frame.MIN_HEADER);
    }

    private static void writeBlock(LZ4Compressor compressor, byte[] array, int from, int length, BoundedOutput out) {
        byte[] target = out.arrayWithSpaceFor(Integer.BYTES + compressor.maxCompressedLength(length));
        int at = out.size() + Integer.BYTES;
        int packed = compressor.compress(array, from, length, target, at, target.length - at);
        int header = packed;
        if (packed >= length) {
            System.arraycopy(array, from, target, at, length);
            packed = length;
            header = length | Lz4Frame.RAW_BLOCK;
        }
        littleEndian(target).putInt(out.size(), header);
        out.advance(Integer.BYTES + packed);
    }

    @Override
    public ByteBuffer decompress(ByteBuffer source, int maxBytes, UnpackMemory memory) {
        HeapBytes bytes = HeapBytes.of(source, memory);
        BoundedOutput out = new BoundedOutput(memory, 0, maxBytes);
        try {
            new Lz4FrameReader(decompressor, bytes).readInto(out);
        } catch (LZ4Exception e) {
            throw new CorruptRecordsException(
                    "lz4 block is malformed or unpacks to more than allowed: " + e.getMessage(), e);
        }
        return out.toBuffer();
    }

    private static ByteBuffer littleEndian(byte[] array) {
        return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }
}
