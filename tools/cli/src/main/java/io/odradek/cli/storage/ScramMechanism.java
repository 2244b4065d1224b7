package io.odradek.cli.storage;

import io.odradek.cli.CommandException;
import java.util.Arrays;

/** The SCRAM mechanisms of Kafka (RFC 5802, RFC 7677), and their numbers in metadata records. */
enum ScramMechanism {
    SCRAM_SHA_256(1, "SHA-256", "HmacSHA256"),
    SCRAM_SHA_512(2, "SHA-512", "HmacSHA512");

    /** The fewest iterations that RFC 7677 lets a server use. */
    static final int MIN_ITERATIONS = 4096;

    /** The most that Kafka lets a server use: each login costs them. */
    static final int MAX_ITERATIONS = 16384;

    private final byte number;
    private final String hash;
    private final String hmac;

    ScramMechanism(int number, String hash, String hmac) {
        this.number = (byte) number;
        this.hash = hash;
        this.hmac = hmac;
    }

    /** The number in metadata records. */
    byte number() {
        return number;
    }

    /** The hash, as the Java platform names it. */
    String hash() {
        return hash;
    }

    /** The keyed hash, as the Java platform names it. */
    String hmac() {
        return hmac;
    }

    /**
     * The mechanism of a name such as {@code SCRAM-SHA-256}.
     *
     * @throws CommandException if there is none
     */
    static ScramMechanism ofName(String name) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.name().replace('_', '-').equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandException("The add-scram mechanism " + name + " is not supported."));
    }
}
