package io.odradek.protocol;

/** Sizes of variable-length integers: seven bits a byte, lowest first, zigzag for signed ones. */
public final class Varints {
    /** The most bytes of a 32-bit integer. */
    public static final int MAX_INT_BYTES = 5;

    /** The most bytes of a 64-bit integer. */
    public static final int MAX_LONG_BYTES = 10;

    private Varints() {}

    /** Bytes of an unsigned 32-bit integer. */
    public static int unsignedSize(int value) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(value | 1);
        return (bits + 6) / 7;
    }

    /** Bytes of an unsigned 64-bit integer. */
    public static int unsignedSize(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        return (bits + 6) / 7;
    }

    /** Bytes of a signed 32-bit integer. */
    public static int signedSize(int value) {
        return unsignedSize(zigzag(value));
    }

    /** Bytes of a signed 64-bit integer. */
    public static int signedSize(long value) {
        return unsignedSize(zigzag(value));
    }

    static int zigzag(int value) {
        return (value << 1) ^ (value >> 31);
    }

    static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    static int unzigzag(int value) {
        return (value >>> 1) ^ -(value & 1);
    }

    static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }
}
