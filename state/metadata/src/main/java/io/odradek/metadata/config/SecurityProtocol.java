package io.odradek.metadata.config;

/** How a listener's connections are encrypted and authenticated; the numbers are those of Kafka's metadata records. */
public enum SecurityProtocol {
    PLAINTEXT(0),
    SSL(1),
    SASL_PLAINTEXT(2),
    SASL_SSL(3);

    private final short id;

    SecurityProtocol(int id) {
        this.id = (short) id;
    }

    /** The number in registration records. */
    public short id() {
        return id;
    }
}
