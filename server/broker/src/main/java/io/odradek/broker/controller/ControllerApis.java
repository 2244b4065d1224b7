package io.odradek.broker.controller;

import io.odradek.base.Decision;
import io.odradek.base.UuidSource;
import io.odradek.metadata.controller.AlterPartitionDecider;
import io.odradek.metadata.controller.BrokerDecider;
import io.odradek.metadata.controller.ConfigDecider;
import io.odradek.metadata.controller.ControllerContext;
import io.odradek.metadata.controller.ControllerDecider;
import io.odradek.metadata.controller.DirectoryDecider;
import io.odradek.metadata.controller.ElectionDecider;
import io.odradek.metadata.controller.FeatureDecider;
import io.odradek.metadata.controller.HeartbeatDecider;
import io.odradek.metadata.controller.ProducerIdDecider;
import io.odradek.metadata.controller.QuotaDecider;
import io.odradek.metadata.controller.ReassignmentDecider;
import io.odradek.metadata.controller.ScramDecider;
import io.odradek.metadata.controller.TopicDecider;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ApiListener;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.AllocateProducerIdsRequest;
import io.odradek.protocol.message.AlterClientQuotasRequest;
import io.odradek.protocol.message.AlterConfigsRequest;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest;
import io.odradek.protocol.message.AlterPartitionRequest;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest;
import io.odradek.protocol.message.AssignReplicasToDirsRequest;
import io.odradek.protocol.message.BrokerHeartbeatRequest;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.ControllerRegistrationRequest;
import io.odradek.protocol.message.CreatePartitionsRequest;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.DeleteTopicsRequest;
import io.odradek.protocol.message.ElectLeadersRequest;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest;
import io.odradek.protocol.message.ListPartitionReassignmentsRequest;
import io.odradek.protocol.message.UnregisterBrokerRequest;
import io.odradek.protocol.message.UnregisterControllerRequest;
import io.odradek.protocol.message.UpdateFeaturesRequest;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Everything that the controller can be asked, with its decider. The set is closed: a request that is not in here cannot be
 * forwarded either.
 *
 * <p>Immutable after construction; its deciders are used on the controller's executor.
 */
public final class ControllerApis {
    private static final Set<ApiKey> QUORUM =
            EnumSet.of(ApiKey.DESCRIBE_QUORUM, ApiKey.ADD_RAFT_VOTER, ApiKey.REMOVE_RAFT_VOTER);

    private final Map<ApiKey, Api<?>> apis = new EnumMap<>(ApiKey.class);

    /** Decides one kind of request. Pure. */
    @FunctionalInterface
    private interface Decider<Q extends RequestMessage> {
        Decision<MetadataRecord, ? extends ResponseMessage> decide(ClusterImage image, Q request, Asked asked);
    }

    private record Api<Q extends RequestMessage>(Class<Q> type, Decider<Q> decider) {
        Decision<MetadataRecord, ? extends ResponseMessage> decide(
                ClusterImage image, RequestMessage request, Asked asked) {
            return decider.decide(image, type.cast(request), asked);
        }
    }

    /** @param random for placing replicas, and for ids */
    public ControllerApis(String clusterId, ControllerContext context, LongSupplier random) {
        addTopics(context, random);
        addSettings(context);
        addNodes(clusterId, context);
    }

    private void addTopics(ControllerContext context, LongSupplier random) {
        TopicDecider topics = new TopicDecider(context, new UuidSource(random), random);
        ElectionDecider elections = new ElectionDecider(context);
        ReassignmentDecider reassignments = new ReassignmentDecider(context);
        add(ApiKey.CREATE_TOPICS, CreateTopicsRequest.class, (image, q, _) -> topics.createTopics(image, q));
        add(
                ApiKey.DELETE_TOPICS,
                DeleteTopicsRequest.class,
                (image, q, asked) -> topics.deleteTopics(image, q, asked.version()));
        add(
                ApiKey.CREATE_PARTITIONS,
                CreatePartitionsRequest.class,
                (image, q, _) -> topics.createPartitions(image, q));
        add(ApiKey.ELECT_LEADERS, ElectLeadersRequest.class, (image, q, _) -> elections.elect(image, q));
        add(
                ApiKey.ALTER_PARTITION_REASSIGNMENTS,
                AlterPartitionReassignmentsRequest.class,
                (image, q, _) -> reassignments.alter(image, q));
        add(
                ApiKey.LIST_PARTITION_REASSIGNMENTS,
                ListPartitionReassignmentsRequest.class,
                (image, q, _) -> Decision.replyOnly(reassignments.list(image, q)));
    }

    private void addSettings(ControllerContext context) {
        ConfigDecider configs = new ConfigDecider(context);
        QuotaDecider quotas = new QuotaDecider();
        ScramDecider credentials = new ScramDecider();
        FeatureDecider features = new FeatureDecider();
        add(ApiKey.ALTER_CONFIGS, AlterConfigsRequest.class, (image, q, _) -> configs.alter(image, q));
        add(
                ApiKey.INCREMENTAL_ALTER_CONFIGS,
                IncrementalAlterConfigsRequest.class,
                (image, q, _) -> configs.incrementalAlter(image, q));
        add(ApiKey.ALTER_CLIENT_QUOTAS, AlterClientQuotasRequest.class, (image, q, _) -> quotas.alter(image, q));
        add(
                ApiKey.ALTER_USER_SCRAM_CREDENTIALS,
                AlterUserScramCredentialsRequest.class,
                (image, q, _) -> credentials.alter(image, q));
        add(
                ApiKey.UPDATE_FEATURES,
                UpdateFeaturesRequest.class,
                (image, q, asked) -> features.update(image, q, context, asked.moment()));
    }

    private void addNodes(String clusterId, ControllerContext context) {
        BrokerDecider brokers = new BrokerDecider(context, clusterId);
        HeartbeatDecider heartbeats = new HeartbeatDecider(context);
        ControllerDecider controllers = new ControllerDecider();
        ProducerIdDecider producerIds = new ProducerIdDecider();
        AlterPartitionDecider inSyncReplicas = new AlterPartitionDecider(context);
        DirectoryDecider directories = new DirectoryDecider(context);
        add(
                ApiKey.BROKER_REGISTRATION,
                BrokerRegistrationRequest.class,
                (image, q, asked) -> asked.requester().isThisProcess()
                        ? brokers.registerUnfenced(image, q, asked.moment())
                        : brokers.register(image, q, asked.moment()));
        add(
                ApiKey.BROKER_HEARTBEAT,
                BrokerHeartbeatRequest.class,
                (image, q, asked) -> heartbeats.heartbeat(image, q, asked.moment()));
        add(ApiKey.UNREGISTER_BROKER, UnregisterBrokerRequest.class, (image, q, _) -> brokers.unregister(image, q));
        add(
                ApiKey.CONTROLLER_REGISTRATION,
                ControllerRegistrationRequest.class,
                (image, q, _) -> controllers.register(image, q));
        add(
                ApiKey.UNREGISTER_CONTROLLER,
                UnregisterControllerRequest.class,
                (image, q, _) -> controllers.unregister(image, q));
        add(
                ApiKey.ALLOCATE_PRODUCER_IDS,
                AllocateProducerIdsRequest.class,
                (image, q, _) -> producerIds.allocate(image, q));
        add(ApiKey.ALTER_PARTITION, AlterPartitionRequest.class, (image, q, _) -> inSyncReplicas.alter(image, q));
        add(
                ApiKey.ASSIGN_REPLICAS_TO_DIRS,
                AssignReplicasToDirsRequest.class,
                (image, q, _) -> directories.assign(image, q));
    }

    private <Q extends RequestMessage> void add(ApiKey key, Class<Q> type, Decider<Q> decider) {
        apis.put(key, new Api<>(type, decider));
    }

    /** Whether brokers pass this on for their clients; the quorum answers some of it. */
    boolean isForwarded(ApiKey key) {
        return key.listeners().contains(ApiListener.BROKER) && (apis.containsKey(key) || QUORUM.contains(key));
    }

    /**
     * Decides.
     *
     * @throws ApiException as the decider does, UNSUPPORTED_VERSION for what the controller is not asked
     */
    Decision<MetadataRecord, ? extends ResponseMessage> decide(
            ClusterImage image, RequestMessage request, Asked asked) {
        Api<?> api = apis.get(request.apiKey());
        if (api == null) {
            throw new ApiException(
                    ErrorCode.UNSUPPORTED_VERSION, "The controller does not answer " + request.apiKey() + " requests");
        }
        return api.decide(image, request, asked);
    }
}
