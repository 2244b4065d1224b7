package io.odradek.base;

import java.util.function.LongSupplier;

/**
 * Makes random ids from an injected source of randomness, so that a seed repeats them.
 *
 * <p>As thread-safe as its source.
 */
public final class UuidSource {
    private final LongSupplier random;

    /** @param random returns 64 random bits at each call */
    public UuidSource(LongSupplier random) {
        this.random = random;
    }

    /** A version 4 id whose text does not begin with a dash, so that it can stand on a command line. */
    public Uuid next() {
        while (true) {
            long most = (random.getAsLong() & ~0xF000L) | 0x4000L;
            long least = (random.getAsLong() & ~(0xC0L << 56)) | (0x80L << 56);
            Uuid uuid = new Uuid(most, least);
            if (!uuid.toString().startsWith("-")) {
                return uuid;
            }
        }
    }
}
