package io.odradek.broker.cluster;

import io.odradek.broker.controller.ControllerRequest;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.group.GroupCoordinator;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.controller.ReplicationDefaults;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Makes topics that nobody asked for by name: those that clients use ({@code auto.create.topics.enable}) and the
 * broker's own.
 *
 * <p>Any thread.
 */
public final class TopicCreator {
    private static final int DEFAULT = -1;

    private final ClusterState cluster;
    private final ControllerService controller;

    public TopicCreator(ClusterState cluster, ControllerService controller) {
        this.cluster = cluster;
        this.controller = controller;
    }

    /**
     * Makes the topics.
     *
     * @return completes once they can be used; the errors of those that could not be made
     */
    public CompletionStage<Map<String, ErrorCode>> createMissing(Collection<String> names) {
        CreateTopicsRequest request = new CreateTopicsRequest();
        names.stream().distinct().forEach(name -> request.topics().add(topic(name)));
        return controller
                .request(ControllerRequest.ofBroker(cluster.nodeId(), request), CreateTopicsResponse.class)
                .thenApply(TopicCreator::errors);
    }

    private CreatableTopic topic(String name) {
        return name.equals(GroupCoordinator.OFFSETS_TOPIC)
                ? offsetsTopic()
                : new CreatableTopic().setName(name).setNumPartitions(DEFAULT).setReplicationFactor((short) DEFAULT);
    }

    private CreatableTopic offsetsTopic() {
        BrokerConfig config = cluster.config();
        ReplicationDefaults defaults = new ReplicationDefaults(cluster.image(), config);
        short replicas = defaults.internalReplicationFactor("offsets.topic.replication.factor");
        List<CreatableTopicConfig> configs = new ArrayList<>(List.of(
                config("cleanup.policy", "compact"),
                config("compression.type", "producer"),
                config("segment.bytes", Integer.toString(config.offsets().topicSegmentBytes()))));
        defaults.minInSyncReplicas(replicas)
                .ifPresent(minimum -> configs.add(config("min.insync.replicas", Integer.toString(minimum))));
        return new CreatableTopic()
                .setName(GroupCoordinator.OFFSETS_TOPIC)
                .setNumPartitions(config.offsets().topicPartitions())
                .setReplicationFactor(replicas)
                .setConfigs(configs);
    }

    private static CreatableTopicConfig config(String name, String value) {
        return new CreatableTopicConfig().setName(name).setValue(value);
    }

    private static Map<String, ErrorCode> errors(CreateTopicsResponse response) {
        Map<String, ErrorCode> errors = new HashMap<>();
        for (CreatableTopicResult result : response.topics()) {
            ErrorCode error = ErrorCode.forCode(result.errorCode());
            if (error != ErrorCode.NONE && error != ErrorCode.TOPIC_ALREADY_EXISTS) {
                errors.put(result.name(), error);
            }
        }
        return errors;
    }
}
