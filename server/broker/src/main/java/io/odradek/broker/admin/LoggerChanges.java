package io.odradek.broker.admin;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** IncrementalAlterConfigs of BROKER_LOGGER resources. Each broker changes its own loggers until it is restarted. */
final class LoggerChanges {
    private static final byte SET = 0;
    private static final byte DELETE = 1;

    private final int nodeId;
    private final LoggerLevels levels;

    LoggerChanges(int nodeId, LoggerLevels levels) {
        this.nodeId = nodeId;
        this.levels = levels;
    }

    /**
     * Makes all the changes of one resource, or none.
     *
     * @throws ApiException INVALID_REQUEST or INVALID_CONFIG if one of them is not possible
     */
    void apply(AlterConfigsResource resource, boolean validateOnly) {
        requireThisBroker(nodeId, resource.resourceName());
        Map<String, LoggerLevel> present = levels.all();
        Set<String> named = new HashSet<>();
        for (AlterableConfig change : resource.configs()) {
            if (!named.add(change.name())) {
                throw invalid("The logger " + change.name() + " is named twice");
            }
            check(change, present);
        }
        if (!validateOnly) {
            resource.configs().forEach(this::carryOut);
        }
    }

    /** @throws ApiException INVALID_REQUEST if the resource is not this broker */
    static void requireThisBroker(int nodeId, String name) {
        if (name.isEmpty()) {
            throw invalid("Broker id must not be empty: loggers belong to one broker");
        }
        if (!name.equals(Integer.toString(nodeId))) {
            throw invalid("Loggers of broker " + name + " must be asked for there; this is broker " + nodeId);
        }
    }

    private static void check(AlterableConfig change, Map<String, LoggerLevel> present) {
        byte operation = change.configOperation();
        if (operation != SET && operation != DELETE) {
            throw invalid("The level of a logger can be set or deleted, nothing else (" + change.name() + ")");
        }
        if (!present.containsKey(change.name())) {
            throw new ApiException(ErrorCode.INVALID_CONFIG, "Logger " + change.name() + " does not exist!");
        }
        if (operation == DELETE && change.name().equals(LoggerLevels.ROOT)) {
            throw invalid("The level of the root logger cannot be deleted: every other one may come from it");
        }
        if (operation == SET) {
            level(change);
        }
    }

    private void carryOut(AlterableConfig change) {
        if (change.configOperation() == SET) {
            levels.set(change.name(), level(change));
        } else {
            levels.clear(change.name());
        }
    }

    private static LoggerLevel level(AlterableConfig change) {
        String value = change.value();
        return LoggerLevel.of(value == null ? "" : value)
                .orElseThrow(() -> new ApiException(
                        ErrorCode.INVALID_CONFIG,
                        "The logger " + change.name() + " cannot have the level " + value + ", only one of "
                                + Arrays.toString(LoggerLevel.values())));
    }

    private static ApiException invalid(String message) {
        return new ApiException(ErrorCode.INVALID_REQUEST, message);
    }
}
