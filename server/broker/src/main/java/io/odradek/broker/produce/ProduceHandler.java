package io.odradek.broker.produce;

import io.odradek.base.Time;
import io.odradek.broker.cluster.Endpoints;
import io.odradek.broker.cluster.PartitionDirectory;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.broker.produce.PartitionAppender.Outcome;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.coordinator.Timers;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ProduceRequest;
import io.odradek.protocol.message.ProduceRequest.PartitionProduceData;
import io.odradek.protocol.message.ProduceRequest.TopicProduceData;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.protocol.message.ProduceResponse.NodeEndpoint;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.odradek.protocol.message.ProduceResponse.TopicProduceResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Produce, versions 3 to 13: acks 0, 1 and all, idempotent producers, topic ids (KIP-516), leader hints (KIP-951).
 *
 * <p>Records are validated and appended on the event loop that read them. With acks=all the answer
 * waits until the high watermark has passed them, with acks=1 until this broker's own log holds them: with
 * {@code durability=fsync} that is when they are on its disk.
 */
public final class ProduceHandler implements RequestHandler<ProduceRequest> {
    private static final short ACKS_NONE = 0;
    private static final short ACKS_LEADER = 1;
    private static final short LEADER_HINTS_SINCE = 10;
    private static final short TOPIC_IDS_SINCE = 13;

    private final PartitionRegistry partitions;
    private final PartitionAppender appender;
    private final MissingPartitions missing;
    private final Endpoints endpoints;
    private final Timers timers;

    public ProduceHandler(PartitionDirectory directory, Endpoints endpoints, Timers timers, Time time) {
        this.partitions = directory.registry();
        this.appender = new PartitionAppender(time);
        this.missing = new MissingPartitions(directory);
        this.endpoints = endpoints;
        this.timers = timers;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.PRODUCE;
    }

    @Override
    public ProduceResponse failed(RequestContext context, ProduceRequest request, Failure failure) {
        ProduceResponse response = new ProduceResponse();
        for (TopicProduceData topic : request.topicData()) {
            List<PartitionProduceResponse> results = new ArrayList<>();
            for (PartitionProduceData data : topic.partitionData()) {
                results.add(PartitionAppender.response(data.index(), failure));
            }
            response.responses().add(topicResponse(topic, results));
        }
        return response;
    }

    @Override
    public void handle(RequestContext context, ProduceRequest request) {
        short acks = request.acks();
        if (acks != ACKS_NONE && acks != ACKS_LEADER && acks != PartitionAppender.ACKS_ALL) {
            Failure failure = new Failure(ErrorCode.INVALID_REQUIRED_ACKS, "acks is 0, 1 or -1 (all), not " + acks);
            context.respond(failed(context, request, failure));
            return;
        }
        short version = context.version();
        boolean byId = version >= TOPIC_IDS_SINCE;
        ProduceResponse response = new ProduceResponse();
        List<Outcome> outcomes = new ArrayList<>();
        for (TopicProduceData topic : request.topicData()) {
            List<PartitionProduceResponse> results =
                    new ArrayList<>(topic.partitionData().size());
            for (PartitionProduceData data : topic.partitionData()) {
                Outcome outcome = append(context, topic, data, acks);
                if (outcome.failed() && version >= LEADER_HINTS_SINCE) {
                    missing.fill(byId, topic, data.index(), outcome.response());
                }
                outcomes.add(outcome);
                results.add(outcome.response());
            }
            response.responses().add(topicResponse(topic, results));
        }
        context.releaseRequest();
        nameLeaders(context, response, outcomes);
        answer(context, request, response, outcomes);
    }

    private void answer(
            RequestContext context, ProduceRequest request, ProduceResponse response, List<Outcome> outcomes) {
        if (request.acks() == ACKS_NONE) {
            if (outcomes.stream().anyMatch(Outcome::failed)) {
                // The only way to tell a producer that wants no response: it will ask for metadata anew.
                context.disconnect("a produce request with acks=0 failed");
            } else {
                context.respondNothing();
            }
            return;
        }
        List<Outcome> uncommitted = outcomes.stream()
                .filter(outcome -> outcome.appended().isPresent())
                .toList();
        if (uncommitted.isEmpty()) {
            context.respond(response);
            return;
        }
        new PendingProduce(context, response, uncommitted.size())
                .await(uncommitted, request.acks() == PartitionAppender.ACKS_ALL, request.timeoutMs(), timers);
    }

    /** What goes wrong with one partition says nothing of the others, whose records may be written already. */
    private Outcome append(RequestContext context, TopicProduceData topic, PartitionProduceData data, short acks) {
        boolean byId = context.version() >= TOPIC_IDS_SINCE;
        Optional<Partition> partition =
                byId ? partitions.find(topic.topicId(), data.index()) : partitions.find(topic.name(), data.index());
        try {
            return partition
                    .map(found -> appender.append(found, data.records(), acks, context.version()))
                    .orElseGet(() -> Outcome.failed(data.index(), missing.reason(byId, topic, data.index())));
        } catch (RuntimeException e) {
            return Outcome.failed(data.index(), context.failureOf(e));
        }
    }

    /** Where the leaders are that the response names (KIP-951). */
    private void nameLeaders(RequestContext context, ProduceResponse response, List<Outcome> outcomes) {
        Set<Integer> leaders = new HashSet<>();
        for (Outcome outcome : outcomes) {
            if (outcome.failed()) {
                leaders.add(outcome.response().currentLeader().leaderId());
            }
        }
        for (Endpoints.Node node : endpoints.alive(context, leaders)) {
            response.nodeEndpoints()
                    .add(new NodeEndpoint()
                            .setNodeId(node.id())
                            .setHost(node.host())
                            .setPort(node.port())
                            .setRack(node.rack().orElse(null)));
        }
    }

    private static TopicProduceResponse topicResponse(TopicProduceData topic, List<PartitionProduceResponse> results) {
        return new TopicProduceResponse()
                .setName(topic.name())
                .setTopicId(topic.topicId())
                .setPartitionResponses(results);
    }
}
