package io.odradek.base;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A 128-bit id, written as 22 characters of URL-safe base64 without padding, as Kafka writes topic, directory and
 * cluster ids (KIP-516).
 */
public record Uuid(long mostSignificantBits, long leastSignificantBits) implements Comparable<Uuid> {
    /** All bits zero: "no id". */
    public static final Uuid ZERO = new Uuid(0L, 0L);

    /** The id of the cluster metadata topic. */
    public static final Uuid ONE = new Uuid(0L, 1L);

    private static final int BYTES = 16;
    private static final int TEXT_LENGTH = 22;

    /**
     * Parses the text form.
     *
     * @throws IllegalArgumentException if it is not base64 of exactly 16 bytes
     */
    public static Uuid parse(String text) {
        if (text.length() > TEXT_LENGTH + 2) {
            throw new IllegalArgumentException(
                    "'" + text + "' is too long for an id: 22 base64 characters are expected");
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not an id in URL-safe base64", e);
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("'" + text + "' holds " + bytes.length + " bytes, an id has 16");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Uuid(buffer.getLong(), buffer.getLong());
    }

    /** Whether this is {@link #ZERO}. */
    public boolean isZero() {
        return mostSignificantBits == 0L && leastSignificantBits == 0L;
    }

    @Override
    public int compareTo(Uuid other) {
        int byMost = Long.compareUnsigned(mostSignificantBits, other.mostSignificantBits);
        return byMost != 0 ? byMost : Long.compareUnsigned(leastSignificantBits, other.leastSignificantBits);
    }

    @Override
    public String toString() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(mostSignificantBits)
                .putLong(leastSignificantBits)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
