package io.odradek.protocol.oracle;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Damages bytes the way a broken client, a hostile one or a torn file does. */
final class Mutator {
    private static final int[] LENGTHS = {
        -1,
        -2,
        0,
        1,
        127,
        128,
        32_767,
        32_768,
        65_536,
        999_999,
        1_000_000,
        1_000_001,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE
    };

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    /** A damaged copy. */
    byte[] mutate(byte[] original) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes = once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes) {
        if (bytes.length == 0) {
            return noise(random.nextInt(40));
        }
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(7)) {
            case 0 -> flipped(bytes, at);
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> overwritten(bytes, at, lengthBytes());
            case 3 -> overwritten(bytes, at, compactLength());
            case 4 -> spliced(bytes, at, noise(1 + random.nextInt(20)));
            case 5 -> spliced(bytes, at, Arrays.copyOfRange(bytes, random.nextInt(bytes.length), bytes.length));
            default -> padded(bytes, at);
        };
    }

    private byte[] flipped(byte[] bytes, int at) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private byte[] lengthBytes() {
        return ByteBuffer.allocate(4)
                .putInt(LENGTHS[random.nextInt(LENGTHS.length)])
                .array();
    }

    private byte[] compactLength() {
        int rest = LENGTHS[random.nextInt(LENGTHS.length)] + random.nextInt(3);
        byte[] bytes = new byte[random.nextInt(8) == 0 ? 6 : 5];
        int length = 0;
        while ((rest & ~0x7f) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return Arrays.copyOf(bytes, length);
    }

    private static byte[] overwritten(byte[] bytes, int at, byte[] with) {
        System.arraycopy(with, 0, bytes, at, Math.min(with.length, bytes.length - at));
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] insert) {
        byte[] longer = new byte[bytes.length + insert.length];
        System.arraycopy(bytes, 0, longer, 0, at);
        System.arraycopy(insert, 0, longer, at, insert.length);
        System.arraycopy(bytes, at, longer, at + insert.length, bytes.length - at);
        return longer;
    }

    /** A claimed array of empty things: many elements, each a zero byte. */
    private byte[] padded(byte[] bytes, int at) {
        byte[] longer = Arrays.copyOf(bytes, at + 5 + random.nextInt(5_000));
        overwritten(longer, at, random.nextBoolean() ? lengthBytes() : compactLength());
        return longer;
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
