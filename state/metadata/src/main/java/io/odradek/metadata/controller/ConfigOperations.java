package io.odradek.metadata.controller;

import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.BrokerConfigDef;
import io.odradek.metadata.config.ClientMetricsConfigDef;
import io.odradek.metadata.config.ConfigValues;
import io.odradek.metadata.config.GroupConfigDef;
import io.odradek.metadata.config.GroupConfigs;
import io.odradek.metadata.config.TopicConfigDef;
import io.odradek.metadata.config.TopicConfigs;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;

/** The operations of IncrementalAlterConfigs on one resource. One thread. */
final class ConfigOperations {
    private static final byte SET = 0;
    private static final byte DELETE = 1;
    private static final byte APPEND = 2;
    private static final byte SUBTRACT = 3;

    private final BrokerConfig config;
    private final ConfigResource resource;
    private final Map<String, String> values;

    ConfigOperations(ClusterImage image, BrokerConfig config, ConfigResource resource) {
        this.config = config;
        this.resource = resource;
        this.values = new HashMap<>(image.configs().of(resource));
    }

    /**
     * What will be set for the resource afterwards.
     *
     * @throws ApiException if an operation does not fit its key
     */
    Map<String, String> apply(List<AlterableConfig> operations) {
        if (!Repeated.of(operations.stream().map(AlterableConfig::name).toList())
                .isEmpty()) {
            throw new ApiException(ErrorCode.INVALID_REQUEST, "Error due to duplicate config keys");
        }
        for (AlterableConfig operation : operations) {
            switch (operation.configOperation()) {
                case SET -> values.put(operation.name(), value(operation));
                case DELETE -> values.remove(operation.name());
                case APPEND -> values.put(operation.name(), changed(operation, "APPEND"));
                case SUBTRACT -> values.put(operation.name(), changed(operation, "SUBTRACT"));
                default ->
                    throw new ApiException(
                            ErrorCode.INVALID_REQUEST,
                            "Unknown operation type id " + operation.configOperation() + " with config "
                                    + operation.name() + ".");
            }
        }
        return values;
    }

    private static String value(AlterableConfig operation) {
        String value = operation.value();
        if (value == null) {
            throw new ApiException(ErrorCode.INVALID_REQUEST, "Null value not supported for : " + operation.name());
        }
        return value;
    }

    private String changed(AlterableConfig operation, String name) {
        ConfigDef.ConfigKey key = definition().configKeys().get(operation.name());
        if (key == null || key.type != ConfigDef.Type.LIST) {
            throw new ApiException(
                    ErrorCode.INVALID_CONFIG,
                    "Can't " + name + " to key " + operation.name() + " because its type is not LIST.");
        }
        List<String> list = new ArrayList<>(present(operation.name()));
        for (String item : split(value(operation))) {
            if (operation.configOperation() == SUBTRACT) {
                list.remove(item);
            } else if (!list.contains(item)) {
                list.add(item);
            }
        }
        return String.join(",", list);
    }

    /** What the list holds now, be it set or inherited. */
    private List<String> present(String key) {
        String own = values.get(key);
        if (own != null) {
            return split(own);
        }
        return inherited().map(all -> all.list(key)).orElse(List.of());
    }

    private Optional<ConfigValues> inherited() {
        return switch (resource.type()) {
            case TOPIC -> Optional.of(TopicConfigs.effective(config, Map.of()));
            case GROUP -> Optional.of(GroupConfigs.effective(config, Map.of()));
            case BROKER -> Optional.of(config.values());
            case BROKER_LOGGER, CLIENT_METRICS -> Optional.empty();
        };
    }

    private ConfigDef definition() {
        return switch (resource.type()) {
            case TOPIC -> TopicConfigDef.definition();
            case GROUP -> GroupConfigDef.definition();
            case BROKER -> BrokerConfigDef.definition();
            case CLIENT_METRICS -> ClientMetricsConfigDef.definition();
            case BROKER_LOGGER -> new ConfigDef();
        };
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
