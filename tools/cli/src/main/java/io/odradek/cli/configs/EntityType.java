package io.odradek.cli.configs;

import io.odradek.cli.CommandException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.common.config.ConfigResource;

/** What has configs. In the order in which Kafka's command looks at its short options. */
enum EntityType {
    TOPICS("topics", "topic"),
    CLIENTS("clients", "client"),
    USERS("users", "user"),
    BROKERS("brokers", "broker"),
    BROKER_LOGGERS("broker-loggers", "broker-logger"),
    IPS("ips", "ip"),
    CLIENT_METRICS("client-metrics", "client-metrics"),
    GROUPS("groups", "group");

    private final String plural;
    private final String option;

    EntityType(String plural, String option) {
        this.plural = plural;
        this.option = option;
    }

    /** The name in {@code --entity-type}. */
    String plural() {
        return plural;
    }

    /** The name in messages about one of them; Kafka's cuts the last letter off, whatever it is. */
    String singular() {
        return plural.substring(0, plural.length() - 1);
    }

    /** The short option that names one of them, without dashes. */
    String option() {
        return option;
    }

    /** The short option for what holds where nothing else is set, without dashes; empty if there is no such thing. */
    Optional<String> defaultsOption() {
        return hasDefaults() ? Optional.of(option + "-defaults") : Optional.empty();
    }

    /** Whether there is something that holds for all of them. */
    boolean hasDefaults() {
        return this == CLIENTS || this == USERS || this == BROKERS || this == IPS;
    }

    /** Whether its configs are quotas. */
    boolean hasQuotas() {
        return this == CLIENTS || this == USERS || this == IPS;
    }

    /** The type of the resource, for those whose configs are no quotas. */
    ConfigResource.Type resourceType() {
        return switch (this) {
            case TOPICS -> ConfigResource.Type.TOPIC;
            case BROKERS -> ConfigResource.Type.BROKER;
            case BROKER_LOGGERS -> ConfigResource.Type.BROKER_LOGGER;
            case CLIENT_METRICS -> ConfigResource.Type.CLIENT_METRICS;
            case GROUPS -> ConfigResource.Type.GROUP;
            case CLIENTS, USERS, IPS -> throw new IllegalStateException(plural + " have quotas");
        };
    }

    /** Where a config comes from that was set for one of them. */
    ConfigSource source() {
        return switch (this) {
            case TOPICS -> ConfigSource.DYNAMIC_TOPIC_CONFIG;
            case BROKERS -> ConfigSource.DYNAMIC_BROKER_CONFIG;
            case BROKER_LOGGERS -> ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG;
            case CLIENT_METRICS -> ConfigSource.DYNAMIC_CLIENT_METRICS_CONFIG;
            case GROUPS -> ConfigSource.DYNAMIC_GROUP_CONFIG;
            case CLIENTS, USERS, IPS -> throw new IllegalStateException(plural + " have quotas");
        };
    }

    /**
     * The type of a name in {@code --entity-type}.
     *
     * @throws CommandException if there is none
     */
    static EntityType ofPlural(String name) {
        return Arrays.stream(values())
                .filter(type -> type.plural.equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandException("Invalid entity type " + name
                        + ", the entity type must be one of "
                        + Arrays.stream(values()).map(EntityType::plural).collect(Collectors.joining(", "))
                        + " with a --bootstrap-server or --bootstrap-controller argument"));
    }
}
