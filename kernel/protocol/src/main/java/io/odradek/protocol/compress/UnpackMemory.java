package io.odradek.protocol.compress;

/**
 * Memory that unpacking uses again and again, so that a batch costs neither new arrays nor the growing of them: that is most of
 * the price of unpacking a small one. What was unpacked into it lasts until the next use.
 *
 * <p>One thread at a time. Keeps at most 1 MiB for each direction; what grew larger is let go.
 */
public final class UnpackMemory {
    private static final int MAX_KEPT = 1 << 20;
    private static final int FIRST = 64 * 1024;

    private final boolean lasting;
    private byte[] packed = new byte[0];
    private byte[] unpacked = new byte[0];

    private UnpackMemory(boolean lasting) {
        this.lasting = lasting;
    }

    /** Memory to be used many times. */
    public static UnpackMemory lasting() {
        return new UnpackMemory(true);
    }

    /** Memory for one use. */
    static UnpackMemory once() {
        return new UnpackMemory(false);
    }

    /** An array of at least so many bytes for what is packed. */
    byte[] packed(int bytes) {
        if (packed.length >= bytes) {
            return packed;
        }
        byte[] larger = new byte[lasting ? Math.max(bytes, FIRST) : bytes];
        if (lasting && larger.length <= MAX_KEPT) {
            packed = larger;
        }
        return larger;
    }

    /** An array for what is unpacked, of whatever length has proved useful; of none if this is for one use. */
    byte[] unpacked() {
        if (lasting && unpacked.length == 0) {
            unpacked = new byte[FIRST];
        }
        return unpacked;
    }

    /** Takes the array that {@link #unpacked} grew to. */
    void keep(byte[] grown) {
        if (lasting && grown.length <= MAX_KEPT) {
            unpacked = grown;
        }
    }
}
