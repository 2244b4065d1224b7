package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.base.UuidSource;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.ConfigDescriber;
import io.odradek.metadata.config.TopicConfigs;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ResourceType;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import io.odradek.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.TopicRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.server.policy.AlterConfigPolicy;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.jspecify.annotations.Nullable;

/** One CreateTopics request. One thread, one request. */
final class TopicCreation {
    private static final int DEFAULT = -1;
    private static final String TOO_MANY = "Excessively large number of partitions per request.";
    private static final String MIN_ISR = "min.insync.replicas";

    private final ClusterImage image;
    private final BrokerConfig config;
    private final Policies policies;
    private final UuidSource ids;
    private final LongSupplier random;
    private final ReplicationDefaults defaults;
    private final List<MetadataRecord> records = new ArrayList<>();
    private @Nullable Map<String, String> namesByUnified;

    TopicCreation(ClusterImage image, ControllerContext context, UuidSource ids, LongSupplier random) {
        this.image = image;
        this.config = context.config(image);
        this.policies = context.policies();
        this.ids = ids;
        this.random = random;
        this.defaults = new ReplicationDefaults(image, config);
    }

    Decision<MetadataRecord, CreateTopicsResponse> decide(CreateTopicsRequest request) {
        CreateTopicsResponse response = new CreateTopicsResponse();
        Set<String> repeated =
                Repeated.of(request.topics().stream().map(CreatableTopic::name).toList());
        boolean tooMany =
                request.topics().stream().mapToLong(this::partitionsWanted).sum() > OperationLimits.MAX_RECORDS;
        Set<String> answered = new HashSet<>();
        for (CreatableTopic topic : request.topics()) {
            if (answered.add(topic.name())) {
                response.topics().add(answer(topic, repeated.contains(topic.name()), tooMany, request.validateOnly()));
            }
        }
        if (records.size() > OperationLimits.MAX_RECORDS) {
            return Decision.replyOnly(allRefused(response));
        }
        return request.validateOnly() ? Decision.replyOnly(response) : new Decision<>(records, response);
    }

    private static CreateTopicsResponse allRefused(CreateTopicsResponse response) {
        CreateTopicsResponse refused = new CreateTopicsResponse();
        response.topics()
                .forEach(topic -> refused.topics()
                        .add(new CreatableTopicResult()
                                .setName(topic.name())
                                .setErrorCode(ErrorCode.POLICY_VIOLATION.code())
                                .setErrorMessage(TOO_MANY)));
        return refused;
    }

    private CreatableTopicResult answer(CreatableTopic topic, boolean repeated, boolean tooMany, boolean validateOnly) {
        try {
            if (repeated) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, "Duplicate topic name.");
            }
            if (tooMany) {
                throw new ApiException(ErrorCode.POLICY_VIOLATION, TOO_MANY);
            }
            return create(topic, validateOnly);
        } catch (ApiException e) {
            return new CreatableTopicResult()
                    .setName(topic.name())
                    .setErrorCode(e.code().code())
                    .setErrorMessage(e.getMessage());
        }
    }

    private CreatableTopicResult create(CreatableTopic topic, boolean validateOnly) {
        checkName(topic.name());
        Map<String, String> configs = configs(topic);
        List<List<Integer>> assignments = assignments(topic);
        askPolicies(topic, configs, assignments);
        Uuid id = ids.next();
        List<MetadataRecord> created = new ArrayList<>();
        created.add(new TopicRecord().setName(topic.name()).setTopicId(id));
        new TreeMap<>(configs)
                .forEach((key, value) -> created.add(new ConfigRecord()
                        .setResourceType(ResourceType.TOPIC.id())
                        .setResourceName(topic.name())
                        .setName(key)
                        .setValue(value)));
        for (int partition = 0; partition < assignments.size(); partition++) {
            created.add(Placement.newPartition(image, id, partition, assignments.get(partition)));
        }
        records.addAll(created);
        namesByUnified().put(TopicNames.unified(topic.name()), topic.name());
        return result(topic.name(), validateOnly ? Uuid.ZERO : id, assignments, configs);
    }

    /** As Kafka asks: with the numbers that were wanted or with the replicas that were, and of configs as a change of them. */
    private void askPolicies(CreatableTopic topic, Map<String, String> configs, List<List<Integer>> assignments) {
        if (!configs.isEmpty()) {
            policies.checkConfigs(new AlterConfigPolicy.RequestMetadata(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), configs));
        }
        boolean byHand = !topic.assignments().isEmpty();
        Map<Integer, List<Integer>> replicas = new TreeMap<>();
        for (int partition = 0; byHand && partition < assignments.size(); partition++) {
            replicas.put(partition, assignments.get(partition));
        }
        policies.checkNewTopic(
                byHand
                        ? new CreateTopicPolicy.RequestMetadata(topic.name(), null, null, replicas, configs)
                        : new CreateTopicPolicy.RequestMetadata(
                                topic.name(),
                                assignments.size(),
                                (short) assignments.getFirst().size(),
                                null,
                                configs));
    }

    private CreatableTopicResult result(
            String name, Uuid id, List<List<Integer>> assignments, Map<String, String> configs) {
        CreatableTopicResult result = new CreatableTopicResult()
                .setName(name)
                .setTopicId(id)
                .setErrorMessage(null)
                .setNumPartitions(assignments.size())
                .setReplicationFactor((short) assignments.getFirst().size());
        List<CreatableTopicConfigs> described = new ArrayList<>();
        new ConfigDescriber(config)
                .topic(configs)
                .forEach(entry -> described.add(new CreatableTopicConfigs()
                        .setName(entry.name())
                        .setValue(entry.value())
                        .setReadOnly(entry.readOnly())
                        .setConfigSource(entry.source().id())
                        .setIsSensitive(entry.sensitive())));
        return result.setConfigs(described);
    }

    private void checkName(String name) {
        Optional<String> problem = TopicNames.problem(name);
        if (problem.isPresent()) {
            throw new ApiException(ErrorCode.INVALID_TOPIC_EXCEPTION, problem.get());
        }
        if (name.equals(TopicNames.CLUSTER_METADATA)) {
            throw new ApiException(ErrorCode.INVALID_REQUEST, "Creation of internal topic " + name + " is prohibited.");
        }
        if (image.topics().byName(name).isPresent()) {
            throw new ApiException(ErrorCode.TOPIC_ALREADY_EXISTS, "Topic '" + name + "' already exists.");
        }
        if (TopicNames.canCollide(name)) {
            String other = namesByUnified().get(TopicNames.unified(name));
            if (other != null) {
                throw new ApiException(
                        ErrorCode.INVALID_TOPIC_EXCEPTION,
                        "Topic '" + name + "' collides with existing topic: " + other);
            }
        }
    }

    /** Names that can collide, by what they collide in; gathered when the first such name is asked for. */
    private Map<String, String> namesByUnified() {
        if (namesByUnified == null) {
            namesByUnified = new HashMap<>();
            for (TopicImage topic : image.topics().all().toList()) {
                if (TopicNames.canCollide(topic.name())) {
                    namesByUnified.put(TopicNames.unified(topic.name()), topic.name());
                }
            }
        }
        return namesByUnified;
    }

    private Map<String, String> configs(CreatableTopic topic) {
        Map<String, String> result = new HashMap<>();
        for (CreateTopicsRequest.CreatableTopicConfig each : topic.configs()) {
            String value = each.value();
            if (value == null) {
                throw new ApiException(
                        ErrorCode.INVALID_CONFIG, "Null value not supported for topic configs: " + each.name());
            }
            result.put(each.name(), value);
        }
        if (topic.replicationFactor() == DEFAULT && topic.assignments().isEmpty()) {
            defaults.minInSyncReplicas().ifPresent(minimum -> result.putIfAbsent(MIN_ISR, Integer.toString(minimum)));
        }
        try {
            TopicConfigs.validate(config, result);
        } catch (ConfigException e) {
            throw new ApiException(ErrorCode.INVALID_CONFIG, String.valueOf(e.getMessage()));
        }
        return result;
    }

    private long partitionsWanted(CreatableTopic topic) {
        if (!topic.assignments().isEmpty()) {
            return topic.assignments().size();
        }
        return topic.numPartitions() == DEFAULT ? config.numPartitions() : Math.max(0, topic.numPartitions());
    }

    private List<List<Integer>> assignments(CreatableTopic topic) {
        if (!topic.assignments().isEmpty()) {
            return assignedByHand(topic);
        }
        if (topic.replicationFactor() < 1 && topic.replicationFactor() != DEFAULT) {
            throw new ApiException(
                    ErrorCode.INVALID_REPLICATION_FACTOR,
                    "Replication factor must be larger than 0, or -1 to use the default value.");
        }
        if (topic.numPartitions() < 1 && topic.numPartitions() != DEFAULT) {
            throw new ApiException(
                    ErrorCode.INVALID_PARTITIONS, "Number of partitions was set to an invalid non-positive value.");
        }
        int replicationFactor =
                topic.replicationFactor() == DEFAULT ? defaults.replicationFactor() : topic.replicationFactor();
        return Placement.choose(image, (int) partitionsWanted(topic), replicationFactor, random);
    }

    private List<List<Integer>> assignedByHand(CreatableTopic topic) {
        if (topic.replicationFactor() != DEFAULT) {
            throw new ApiException(
                    ErrorCode.INVALID_REQUEST,
                    "A manual partition assignment was specified, but replication factor was not set to -1.");
        }
        if (topic.numPartitions() != DEFAULT) {
            throw new ApiException(
                    ErrorCode.INVALID_REQUEST,
                    "A manual partition assignment was specified, but numPartitions was not set to -1.");
        }
        TreeMap<Integer, List<Integer>> byPartition = new TreeMap<>();
        int expected = 0;
        for (CreatableReplicaAssignment each : topic.assignments()) {
            if (byPartition.putIfAbsent(each.partitionIndex(), each.brokerIds()) != null) {
                throw new ApiException(
                        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                        "Found multiple manual partition assignments for partition " + each.partitionIndex());
            }
            Placement.check(image, each.brokerIds(), expected, List.of());
            expected = each.brokerIds().size();
        }
        if (byPartition.firstKey() != 0 || byPartition.lastKey() != byPartition.size() - 1) {
            throw new ApiException(
                    ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                    "partitions should be a consecutive 0-based integer sequence");
        }
        return List.copyOf(byPartition.values());
    }
}
