package io.odradek.broker;

import io.odradek.broker.admin.AlterClientQuotasHandler;
import io.odradek.broker.admin.AlterConfigsHandler;
import io.odradek.broker.admin.AlterPartitionReassignmentsHandler;
import io.odradek.broker.admin.AlterUserScramCredentialsHandler;
import io.odradek.broker.admin.CreatePartitionsHandler;
import io.odradek.broker.admin.CreateTopicsHandler;
import io.odradek.broker.admin.DeleteTopicsHandler;
import io.odradek.broker.admin.DescribeClientQuotasHandler;
import io.odradek.broker.admin.DescribeConfigsHandler;
import io.odradek.broker.admin.DescribeLogDirsHandler;
import io.odradek.broker.admin.DescribeUserScramCredentialsHandler;
import io.odradek.broker.admin.ElectLeadersHandler;
import io.odradek.broker.admin.FindCoordinatorHandler;
import io.odradek.broker.admin.IncrementalAlterConfigsHandler;
import io.odradek.broker.admin.InitProducerIdHandler;
import io.odradek.broker.admin.ListConfigResourcesHandler;
import io.odradek.broker.admin.ListPartitionReassignmentsHandler;
import io.odradek.broker.admin.LoggerLevels;
import io.odradek.broker.admin.ProducerIdBlocks;
import io.odradek.broker.admin.UnregisterBrokerHandler;
import io.odradek.broker.admin.UnregisterControllerHandler;
import io.odradek.broker.admin.UpdateFeaturesHandler;
import io.odradek.broker.cluster.ApiVersionsHandler;
import io.odradek.broker.cluster.DescribeClusterHandler;
import io.odradek.broker.cluster.DescribeTopicPartitionsHandler;
import io.odradek.broker.cluster.MetadataHandler;
import io.odradek.broker.cluster.TopicCreator;
import io.odradek.broker.fetch.FetchHandler;
import io.odradek.broker.fetch.FetchSessions;
import io.odradek.broker.group.DeleteGroupsHandler;
import io.odradek.broker.group.DescribeGroupsHandler;
import io.odradek.broker.group.HeartbeatHandler;
import io.odradek.broker.group.JoinGroupHandler;
import io.odradek.broker.group.LeaveGroupHandler;
import io.odradek.broker.group.ListGroupsHandler;
import io.odradek.broker.group.OffsetCommitHandler;
import io.odradek.broker.group.OffsetDeleteHandler;
import io.odradek.broker.group.OffsetFetchHandler;
import io.odradek.broker.group.SyncGroupHandler;
import io.odradek.broker.offsets.DeleteRecordsHandler;
import io.odradek.broker.offsets.DescribeProducersHandler;
import io.odradek.broker.offsets.ListOffsetsHandler;
import io.odradek.broker.offsets.OffsetForLeaderEpochHandler;
import io.odradek.broker.produce.ProduceHandler;
import io.odradek.broker.quorum.ForwardedAddRaftVoterHandler;
import io.odradek.broker.quorum.ForwardedDescribeQuorumHandler;
import io.odradek.broker.quorum.ForwardedRemoveRaftVoterHandler;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.controller.QuotaDecider;
import io.odradek.metadata.controller.ScramDecider;
import io.odradek.protocol.ApiKey;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Every API key that is served to clients and other brokers, with its handler. What is not in here is not advertised.
 *
 * <p>Immutable after construction; any thread.
 */
public final class BrokerApis {
    private final Map<ApiKey, RequestHandler<?>> handlers = new EnumMap<>(ApiKey.class);

    public BrokerApis(BrokerParts parts, LoggerLevels loggers) {
        BrokerConfig config = parts.cluster().config();
        TopicCreator creator = new TopicCreator(parts.cluster(), parts.controller());
        records(parts, config);
        cluster(parts, creator);
        topics(parts);
        configs(parts, loggers);
        groups(parts, creator);
    }

    /** What is served on the listeners of brokers. */
    public Map<ApiKey, RequestHandler<?>> handlers() {
        return Collections.unmodifiableMap(handlers);
    }

    private void records(BrokerParts parts, BrokerConfig config) {
        FetchSessions sessions =
                new FetchSessions(config.fetchSessionSlots(), parts.time()::monotonicMillis, parts.random());
        add(new ProduceHandler(parts.directory(), parts.endpoints(), parts.timers(), parts.time()));
        add(new FetchHandler(
                sessions, parts.directory(), parts.endpoints(), parts.timers(), parts.time(), config.fetchMaxBytes()));
        add(new ListOffsetsHandler(parts.directory(), parts.blocking()));
        add(new OffsetForLeaderEpochHandler(parts.directory()));
        add(new DeleteRecordsHandler(parts.directory(), parts.logs(), parts.blocking()));
        add(new DescribeProducersHandler(parts.directory()));
        add(new DescribeLogDirsHandler(
                parts.cluster(), parts.logs(), parts.directory().registry(), parts.blocking()));
        add(new InitProducerIdHandler(ProducerIdBlocks.from(parts.controller(), parts.cluster())));
    }

    private void cluster(BrokerParts parts, TopicCreator creator) {
        add(new ApiVersionsHandler(parts.cluster(), parts.features(), () -> handlers));
        add(new MetadataHandler(parts.cluster(), parts.endpoints(), creator));
        add(new DescribeClusterHandler(parts.cluster(), parts.endpoints()));
        add(new DescribeTopicPartitionsHandler(parts.cluster()));
    }

    private void topics(BrokerParts parts) {
        add(new CreateTopicsHandler(parts.controller()));
        add(new DeleteTopicsHandler(parts.controller()));
        add(new CreatePartitionsHandler(parts.controller()));
        add(new ElectLeadersHandler(parts.controller()));
        add(new AlterPartitionReassignmentsHandler(parts.controller()));
        add(new ListPartitionReassignmentsHandler(parts.controller()));
        add(new UpdateFeaturesHandler(parts.controller()));
        add(new UnregisterBrokerHandler(parts.controller()));
        add(new UnregisterControllerHandler(parts.controller()));
        add(new ForwardedDescribeQuorumHandler(parts.controller()));
        add(new ForwardedAddRaftVoterHandler(parts.controller()));
        add(new ForwardedRemoveRaftVoterHandler(parts.controller()));
    }

    private void configs(BrokerParts parts, LoggerLevels loggers) {
        QuotaDecider quotas = new QuotaDecider();
        ScramDecider credentials = new ScramDecider();
        add(new DescribeConfigsHandler(parts.cluster(), loggers));
        add(new ListConfigResourcesHandler(parts.cluster()));
        add(new IncrementalAlterConfigsHandler(
                parts.controller(), parts.cluster().nodeId(), loggers));
        add(new AlterConfigsHandler(parts.controller()));
        add(new DescribeClientQuotasHandler(parts.cluster(), quotas));
        add(new AlterClientQuotasHandler(parts.controller()));
        add(new DescribeUserScramCredentialsHandler(parts.cluster(), credentials));
        add(new AlterUserScramCredentialsHandler(parts.controller()));
    }

    private void groups(BrokerParts parts, TopicCreator creator) {
        add(new FindCoordinatorHandler(parts.cluster(), parts.endpoints(), creator, parts.groups()));
        add(new JoinGroupHandler(parts.groups()));
        add(new SyncGroupHandler(parts.groups()));
        add(new HeartbeatHandler(parts.groups()));
        add(new LeaveGroupHandler(parts.groups()));
        add(new OffsetCommitHandler(parts.groups(), parts.directory()));
        add(new OffsetFetchHandler(parts.groups(), parts.directory()));
        add(new ListGroupsHandler(parts.groups()));
        add(new DescribeGroupsHandler(parts.groups()));
        add(new DeleteGroupsHandler(parts.groups()));
        add(new OffsetDeleteHandler(parts.groups(), parts.directory()));
    }

    private void add(RequestHandler<?> handler) {
        handlers.put(handler.apiKey(), handler);
    }
}
