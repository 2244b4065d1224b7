package io.odradek.metadata.controller;

import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.ClientMetricsConfigs;
import io.odradek.metadata.config.DynamicBrokerRules;
import io.odradek.metadata.config.GroupConfigs;
import io.odradek.metadata.config.TopicConfigs;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;

/** What may be set for each kind of resource, with Kafka's codes and words. One thread. */
final class ConfigRules {
    private final ClusterImage image;
    private final BrokerConfig config;

    ConfigRules(ClusterImage image, BrokerConfig config) {
        this.image = image;
        this.config = config;
    }

    /**
     * Checks a change.
     *
     * @param wanted all that will be set for the resource
     * @param changed the keys of it that are new or have a new value
     * @throws ApiException if the resource does not exist or a value is not valid
     */
    void check(ConfigResource resource, Map<String, String> wanted, Set<String> changed) {
        switch (resource.type()) {
            case TOPIC -> checkTopic(resource.name(), wanted);
            case GROUP -> checkGroup(resource.name(), wanted);
            case CLIENT_METRICS -> checkClientMetrics(resource.name(), wanted);
            case BROKER -> checkBroker(resource.name(), wanted, changed);
            case BROKER_LOGGER -> throw invalid("Levels of loggers are not part of the cluster's metadata.");
        }
    }

    private void checkTopic(String name, Map<String, String> wanted) {
        if (name.isEmpty()) {
            throw invalid("Default topic resources are not allowed.");
        }
        Optional<String> problem = TopicNames.problem(name);
        if (problem.isPresent()) {
            throw new ApiException(ErrorCode.INVALID_TOPIC_EXCEPTION, problem.get());
        }
        if (image.topics().byName(name).isEmpty()) {
            throw new ApiException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "The topic '" + name + "' does not exist.");
        }
        withCode(ErrorCode.INVALID_CONFIG, () -> TopicConfigs.validate(config, wanted));
    }

    private void checkGroup(String name, Map<String, String> wanted) {
        if (name.isEmpty()) {
            throw invalid("Default group resources are not allowed.");
        }
        withCode(ErrorCode.INVALID_CONFIG, () -> GroupConfigs.validate(config, wanted));
    }

    private static void checkClientMetrics(String name, Map<String, String> wanted) {
        if (name.isEmpty()) {
            throw invalid("Subscription name can't be empty");
        }
        ClientMetricsConfigs.unknownKey(wanted.keySet()).ifPresent(message -> {
            throw invalid(message);
        });
        withCode(ErrorCode.INVALID_CONFIG, () -> ClientMetricsConfigs.validate(wanted));
        ClientMetricsConfigs.badInterval(wanted).ifPresent(message -> {
            throw invalid(message);
        });
    }

    private void checkBroker(String name, Map<String, String> wanted, Set<String> changed) {
        if (!name.isEmpty()) {
            int id = brokerId(name);
            if (image.nodes().broker(id).isEmpty()) {
                throw invalid("No broker with id " + id + " is registered.");
            }
        }
        boolean otherBroker = !name.isEmpty() && brokerId(name) != config.nodeId();
        withCode(ErrorCode.INVALID_REQUEST, () -> {
            DynamicBrokerRules.check(config.resolve(wanted), changed, name.isEmpty());
            if (!otherBroker) {
                DynamicBrokerRules.checkTogether(
                        config,
                        name.isEmpty()
                                ? config.withDynamic(wanted, config.perBroker())
                                : config.withDynamic(config.clusterWide(), wanted));
            }
        });
    }

    private static int brokerId(String name) {
        try {
            return Integer.parseInt(name);
        } catch (NumberFormatException _) {
            throw invalid("Broker id must be an integer, but it is: " + name);
        }
    }

    private static void withCode(ErrorCode code, Runnable check) {
        try {
            check.run();
        } catch (ConfigException e) {
            throw new ApiException(code, String.valueOf(e.getMessage()));
        }
    }

    private static ApiException invalid(String message) {
        return new ApiException(ErrorCode.INVALID_REQUEST, message);
    }
}
