package io.odradek.metadata.image;

import java.util.Optional;

/** What has a configuration, with the numbers of Kafka's protocol. */
public enum ResourceType {
    TOPIC(2),
    BROKER(4),
    BROKER_LOGGER(8),
    CLIENT_METRICS(16),
    GROUP(32);

    private final byte id;

    ResourceType(int id) {
        this.id = (byte) id;
    }

    /** The number in requests and records. */
    public byte id() {
        return id;
    }

    /** The type of a number, if there is one. */
    public static Optional<ResourceType> of(byte id) {
        for (ResourceType type : values()) {
            if (type.id == id) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
