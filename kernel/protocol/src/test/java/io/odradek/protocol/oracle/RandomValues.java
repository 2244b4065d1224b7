package io.odradek.protocol.oracle;

import java.util.Random;

/** Random values that visit the corners of a type more often than chance would. */
final class RandomValues {
    private static final long[] CORNERS = {
        0,
        1,
        -1,
        2,
        127,
        128,
        255,
        256,
        16_383,
        16_384,
        65_535,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final String[] TEXTS = {
        "",
        "a",
        "topic-1",
        "\u00e4\u00f6\u00fc",
        "\u65e5\u672c\u8a9e",
        "\ud83e\uddf5 thread",
        "lone \ud83e half",
        "\udf00",
        "x".repeat(126),
        "y".repeat(127),
        "z".repeat(128),
        "\u0000",
        "\u07ff\u0800\uffff"
    };

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    long integer() {
        return random.nextInt(3) == 0
                ? CORNERS[random.nextInt(CORNERS.length)]
                : random.nextLong() >> random.nextInt(64);
    }

    String string() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(8) == 0 ? random.nextInt(300) : random.nextInt(12)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The length of an array: small, sometimes long enough for a compact length of two bytes. */
    int length() {
        return random.nextInt(200) == 0 ? 130 : random.nextInt(3);
    }
}
