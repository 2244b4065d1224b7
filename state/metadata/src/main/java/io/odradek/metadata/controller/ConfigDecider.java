package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.metadata.image.ResourceType;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterConfigsRequest;
import io.odradek.protocol.message.AlterConfigsResponse;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest;
import io.odradek.protocol.message.IncrementalAlterConfigsResponse;
import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.server.policy.AlterConfigPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Decides changes of the configuration of topics, brokers, groups and client metrics subscriptions. One resource's error is
 * that resource's answer; the others go on. What is set to the value that it has makes no record.
 *
 * <p>Any thread.
 */
public final class ConfigDecider {
    private final ControllerContext context;

    public ConfigDecider(ControllerContext context) {
        this.context = context;
    }

    /** Sets, deletes, appends to and subtracts from single keys (KIP-339). */
    public Decision<MetadataRecord, IncrementalAlterConfigsResponse> incrementalAlter(
            ClusterImage image, IncrementalAlterConfigsRequest request) {
        IncrementalAlterConfigsResponse response = new IncrementalAlterConfigsResponse();
        List<MetadataRecord> records = new ArrayList<>();
        Set<ResourceKey> repeated = Repeated.of(request.resources().stream()
                .map(each -> new ResourceKey(each.resourceType(), each.resourceName()))
                .toList());
        for (IncrementalAlterConfigsRequest.AlterConfigsResource each : request.resources()) {
            ResourceKey key = new ResourceKey(each.resourceType(), each.resourceName());
            ConfigOutcome outcome = ConfigOutcome.of(() -> {
                ConfigResource resource = resource(key, repeated);
                ConfigOperations operations = new ConfigOperations(image, config(image), resource);
                return bounded(records, change(image, resource, operations.apply(each.configs()), true));
            });
            records.addAll(outcome.records());
            response.responses()
                    .add(new IncrementalAlterConfigsResponse.AlterConfigsResourceResponse()
                            .setResourceType(key.type())
                            .setResourceName(key.name())
                            .setErrorCode(outcome.error().code())
                            .setErrorMessage(outcome.message().orElse(null)));
        }
        return request.validateOnly() ? Decision.replyOnly(response) : new Decision<>(records, response);
    }

    /** Replaces all that was set for a resource; what is not named is deleted. */
    public Decision<MetadataRecord, AlterConfigsResponse> alter(ClusterImage image, AlterConfigsRequest request) {
        AlterConfigsResponse response = new AlterConfigsResponse();
        List<MetadataRecord> records = new ArrayList<>();
        Set<ResourceKey> repeated = Repeated.of(request.resources().stream()
                .map(each -> new ResourceKey(each.resourceType(), each.resourceName()))
                .toList());
        for (AlterConfigsRequest.AlterConfigsResource each : request.resources()) {
            ResourceKey key = new ResourceKey(each.resourceType(), each.resourceName());
            ConfigOutcome outcome = ConfigOutcome.of(
                    () -> bounded(records, change(image, resource(key, repeated), replacement(each.configs()), false)));
            records.addAll(outcome.records());
            response.responses()
                    .add(new AlterConfigsResponse.AlterConfigsResourceResponse()
                            .setResourceType(key.type())
                            .setResourceName(key.name())
                            .setErrorCode(outcome.error().code())
                            .setErrorMessage(outcome.message().orElse(null)));
        }
        return request.validateOnly() ? Decision.replyOnly(response) : new Decision<>(records, response);
    }

    /** A resource as a request names it. */
    private record ResourceKey(byte type, String name) {}

    private static ConfigResource resource(ResourceKey key, Set<ResourceKey> repeated) {
        if (repeated.contains(key)) {
            throw new ApiException(ErrorCode.INVALID_REQUEST, "Each resource must appear at most once.");
        }
        ResourceType type = ResourceType.of(key.type())
                .orElseThrow(
                        () -> new ApiException(ErrorCode.INVALID_REQUEST, "Unknown resource type " + key.type() + "."));
        return new ConfigResource(type, key.name());
    }

    private static Map<String, String> replacement(List<AlterConfigsRequest.AlterableConfig> configs) {
        Map<String, String> result = new HashMap<>();
        for (AlterConfigsRequest.AlterableConfig each : configs) {
            String value = each.value();
            if (value == null) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, "Null value not supported for : " + each.name());
            }
            if (result.put(each.name(), value) != null) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, "Error due to duplicate config keys");
            }
        }
        return result;
    }

    private List<MetadataRecord> change(
            ClusterImage image, ConfigResource resource, Map<String, String> wanted, boolean incremental) {
        Map<String, String> present = image.configs().of(resource);
        Set<String> set = new TreeSet<>();
        wanted.forEach((key, value) -> {
            if (!value.equals(present.get(key))) {
                set.add(key);
            }
        });
        new ConfigRules(image, config(image)).check(resource, wanted, set);
        Set<String> touched = new TreeSet<>(set);
        Set<String> deleted = new HashSet<>(present.keySet());
        deleted.removeAll(wanted.keySet());
        touched.addAll(deleted);
        if (resource.type() == ResourceType.BROKER) {
            ElrSafety.check(image, resource.name(), touched, deleted);
        }
        askPolicies(resource, wanted, set, incremental ? deleted : Set.of());
        List<MetadataRecord> records = new ArrayList<>();
        for (String key : touched) {
            records.add(new ConfigRecord()
                    .setResourceType(resource.type().id())
                    .setResourceName(resource.name())
                    .setName(key)
                    .setValue(deleted.contains(key) ? null : Objects.requireNonNull(wanted.get(key))));
        }
        records.addAll(ElrSafety.records(image, records));
        return records;
    }

    /** What does not fit the request's bound beside the resources before it is refused. */
    private static List<MetadataRecord> bounded(List<MetadataRecord> before, List<MetadataRecord> change) {
        if (before.size() + change.size() > OperationLimits.MAX_RECORDS) {
            throw new ApiException(
                    ErrorCode.POLICY_VIOLATION,
                    "One request changes at most " + OperationLimits.MAX_RECORDS
                            + " configurations: change this one with the next.");
        }
        return change;
    }

    /** What AlterConfigs deletes by not naming it is not asked about, as in Kafka (KAFKA-14195). */
    private void askPolicies(
            ConfigResource resource, Map<String, String> wanted, Set<String> set, Set<String> deleted) {
        Map<String, @Nullable String> altered = new TreeMap<>();
        set.forEach(key -> altered.put(key, wanted.get(key)));
        deleted.forEach(key -> altered.put(key, null));
        context.policies()
                .checkConfigs(new AlterConfigPolicy.RequestMetadata(
                        new org.apache.kafka.common.config.ConfigResource(
                                org.apache.kafka.common.config.ConfigResource.Type.forId(
                                        resource.type().id()),
                                resource.name()),
                        altered));
    }

    private BrokerConfig config(ClusterImage image) {
        return context.config(image);
    }
}
