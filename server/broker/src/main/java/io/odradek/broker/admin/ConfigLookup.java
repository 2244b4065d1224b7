package io.odradek.broker.admin;

import io.odradek.broker.cluster.ClusterState;
import io.odradek.metadata.config.ConfigDescriber;
import io.odradek.metadata.config.ConfigEntry;
import io.odradek.metadata.config.ConfigSource;
import io.odradek.metadata.config.ConfigType;
import io.odradek.metadata.controller.TopicNames;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.metadata.image.ConfigsImage;
import io.odradek.metadata.image.ResourceType;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import java.util.List;
import java.util.Map;

/** The configuration of each kind of resource, as this broker knows it. Any thread. */
final class ConfigLookup {
    private final ClusterState cluster;
    private final LoggerLevels loggers;

    ConfigLookup(ClusterState cluster, LoggerLevels loggers) {
        this.cluster = cluster;
        this.loggers = loggers;
    }

    /**
     * All keys of a resource.
     *
     * @throws ApiException if there is no such resource, or this broker is not the one to ask
     */
    List<ConfigEntry> entries(byte typeId, String name) {
        ResourceType type = ResourceType.of(typeId)
                .orElseThrow(() -> invalid("Resources of type " + typeId + " have no configuration"));
        return switch (type) {
            case TOPIC -> topic(name);
            case BROKER -> broker(name);
            case BROKER_LOGGER -> loggers(name);
            case CLIENT_METRICS -> {
                requireName(name, "Client metrics subscription name");
                yield describer().clientMetrics(configs().of(ConfigResource.clientMetrics(name)));
            }
            case GROUP -> {
                requireName(name, "Group name");
                yield describer().group(configs().of(ConfigResource.group(name)));
            }
        };
    }

    private List<ConfigEntry> topic(String name) {
        TopicNames.problem(name).ifPresent(problem -> {
            throw new ApiException(ErrorCode.INVALID_TOPIC_EXCEPTION, problem);
        });
        if (cluster.image().topics().byName(name).isEmpty()) {
            throw new ApiException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "There is no topic " + name);
        }
        return describer().topic(configs().of(ConfigResource.topic(name)));
    }

    private List<ConfigEntry> broker(String name) {
        if (name.isEmpty()) {
            return describer().clusterDefault();
        }
        int id = brokerId(name);
        if (id != cluster.nodeId()) {
            throw invalid("Only broker " + id + " knows its configuration; this is broker " + cluster.nodeId());
        }
        return describer().broker();
    }

    private List<ConfigEntry> loggers(String name) {
        LoggerChanges.requireThisBroker(cluster.nodeId(), name);
        return loggers.all().entrySet().stream().map(ConfigLookup::logger).toList();
    }

    private static ConfigEntry logger(Map.Entry<String, LoggerLevel> level) {
        return new ConfigEntry(
                level.getKey(),
                level.getValue().name(),
                ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG,
                false,
                false,
                ConfigType.UNKNOWN,
                null,
                List.of());
    }

    private ConfigDescriber describer() {
        return new ConfigDescriber(cluster.config());
    }

    private ConfigsImage configs() {
        return cluster.image().configs();
    }

    private static int brokerId(String name) {
        try {
            return Integer.parseInt(name);
        } catch (NumberFormatException _) {
            throw invalid("Broker id must be an integer, but it is: " + name);
        }
    }

    private static void requireName(String name, String what) {
        if (name.isEmpty()) {
            throw invalid(what + " must not be empty");
        }
    }

    private static ApiException invalid(String message) {
        return new ApiException(ErrorCode.INVALID_REQUEST, message);
    }
}
