package io.odradek.metadata.image;

/**
 * Something that has a configuration of its own. Immutable.
 *
 * @param name a topic's name, a broker's id, a group's id, a subscription's name; empty for the default of all brokers
 */
public record ConfigResource(ResourceType type, String name) implements Comparable<ConfigResource> {
    public static ConfigResource topic(String name) {
        return new ConfigResource(ResourceType.TOPIC, name);
    }

    public static ConfigResource broker(int id) {
        return new ConfigResource(ResourceType.BROKER, Integer.toString(id));
    }

    /** The default of all brokers. */
    public static ConfigResource allBrokers() {
        return new ConfigResource(ResourceType.BROKER, "");
    }

    public static ConfigResource group(String id) {
        return new ConfigResource(ResourceType.GROUP, id);
    }

    public static ConfigResource clientMetrics(String name) {
        return new ConfigResource(ResourceType.CLIENT_METRICS, name);
    }

    @Override
    public int compareTo(ConfigResource other) {
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : name.compareTo(other.name);
    }
}
