package io.odradek.protocol.record;

/** Arithmetic of producer sequences: 0 to {@link Integer#MAX_VALUE}, then 0 again (KIP-98). Stateless; any thread. */
public final class Sequences {
    private Sequences() {}

    /** The sequence {@code by} records after {@code sequence}; both are at least 0. */
    public static int increment(int sequence, int by) {
        return sequence > Integer.MAX_VALUE - by ? by - (Integer.MAX_VALUE - sequence) - 1 : sequence + by;
    }

    /** The sequence {@code by} records before {@code sequence}; both are at least 0. */
    public static int decrement(int sequence, int by) {
        return sequence < by ? Integer.MAX_VALUE - (by - sequence) + 1 : sequence - by;
    }

    /** Whether {@code next} is what must follow {@code last}. */
    public static boolean isNext(int last, int next) {
        return next == increment(last, 1);
    }
}
