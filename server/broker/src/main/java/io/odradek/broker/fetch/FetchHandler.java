package io.odradek.broker.fetch;

import io.odradek.base.Time;
import io.odradek.base.Uuid;
import io.odradek.broker.cluster.Endpoints;
import io.odradek.broker.cluster.PartitionDirectory;
import io.odradek.broker.fetch.FetchReader.Read;
import io.odradek.broker.fetch.FetchSessions.Resolved;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.coordinator.Timers;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchResponse.FetchableTopicResponse;
import io.odradek.protocol.message.FetchResponse.NodeEndpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Fetch, versions 4 to 18: sessions (KIP-227), long polls, topic ids (KIP-516), leader hints (KIP-951).
 *
 * <p>A fetch is answered at once when it has {@code min.bytes}, an error, or nothing to wait for; else it waits for its
 * partitions to move.
 */
public final class FetchHandler implements RequestHandler<FetchRequest> {
    private static final short NODE_ENDPOINTS_SINCE = 16;

    private final FetchSessions sessions;
    private final FetchReader reader;
    private final Endpoints endpoints;
    private final Timers timers;
    private final Time time;
    private final int brokerMaxBytes;

    /** @param brokerMaxBytes {@code fetch.max.bytes} */
    public FetchHandler(
            FetchSessions sessions,
            PartitionDirectory directory,
            Endpoints endpoints,
            Timers timers,
            Time time,
            int brokerMaxBytes) {
        this.sessions = sessions;
        this.reader = new FetchReader(directory.registry(), new LeaderHints(directory));
        this.endpoints = endpoints;
        this.timers = timers;
        this.time = time;
        this.brokerMaxBytes = brokerMaxBytes;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.FETCH;
    }

    @Override
    public FetchResponse failed(RequestContext context, FetchRequest request, Failure failure) {
        return new FetchResponse().setErrorCode(failure.error().code());
    }

    @Override
    public void handle(RequestContext context, FetchRequest request) {
        FetchParameters parameters = FetchParameters.of(request, context.version(), brokerMaxBytes);
        Resolved resolved;
        try {
            resolved = sessions.resolve(request, parameters.usesTopicIds());
        } catch (ApiException e) {
            context.respond(new FetchResponse().setErrorCode(e.code().code()).setSessionId(FetchSessions.NO_SESSION));
            return;
        }
        // A long poll must not keep the memory of its request from others.
        context.releaseRequest();
        Poll poll = new Poll(context, resolved, parameters, time.monotonicMillis() + parameters.maxWaitMillis());
        answerOrWait(poll, false);
    }

    /** A fetch on its way to an answer, at the latest at the deadline in monotonic milliseconds. */
    private record Poll(RequestContext context, Resolved resolved, FetchParameters parameters, long deadlineMillis) {}

    /** @param woken whether it has waited already, for bytes that then were fewer than announced */
    private void answerOrWait(Poll poll, boolean woken) {
        boolean settled = false;
        while (!settled) {
            settled = tryToAnswer(poll, woken);
        }
    }

    /** Whether the fetch was answered or waits; false if its partitions moved meanwhile and are to be read anew. */
    private boolean tryToAnswer(Poll poll, boolean woken) {
        FetchParameters parameters = poll.parameters();
        List<FetchTarget> targets = poll.resolved().targets();
        long leftMillis = poll.deadlineMillis() - time.monotonicMillis();
        List<PendingFetch.Watched> watched = new ArrayList<>();
        if (leftMillis > 0) {
            watch(targets, watched);
        }
        List<Read> reads = reader.readAll(targets, parameters);
        long bytes = 0;
        boolean failed = false;
        for (Read read : reads) {
            bytes += read.bytes();
            failed |= read.failed();
        }
        if (failed || bytes >= parameters.minBytes() || watched.isEmpty()) {
            respond(poll, reads);
            return true;
        }
        reads.forEach(Read::release);
        // After a count that was ahead of what can be read, every move of a partition is looked at.
        long missing = woken ? 0 : parameters.minBytes() - bytes;
        PendingFetch pending = new PendingFetch(
                watched, missing, () -> onEventLoop(poll, this::recheck), () -> onEventLoop(poll, this::answerNow));
        poll.resolved().session().ifPresent(session -> session.waits(pending));
        return pending.await((int) leftMillis, timers);
    }

    /** Responses are written on the connection's event loop; reading there as well keeps one thread per connection. */
    private static void onEventLoop(Poll poll, Consumer<Poll> next) {
        poll.context().execute(() -> next.accept(poll));
    }

    private void recheck(Poll poll) {
        answerOrWait(poll, true);
    }

    private void answerNow(Poll poll) {
        respond(poll, reader.readAll(poll.resolved().targets(), poll.parameters()));
    }

    private void watch(List<FetchTarget> targets, List<PendingFetch.Watched> watched) {
        for (FetchTarget target : targets) {
            Optional<Partition> partition = reader.find(target);
            partition.ifPresent(found ->
                    watched.add(new PendingFetch.Watched(found, found.highWatermark(), found.lastStableOffset())));
        }
    }

    private void respond(Poll poll, List<Read> reads) {
        RequestContext context = poll.context();
        Resolved resolved = poll.resolved();
        FetchResponse response = new FetchResponse().setSessionId(resolved.sessionId());
        Map<TopicKey, FetchableTopicResponse> topics = new LinkedHashMap<>();
        for (Read read : reads) {
            boolean tell = resolved.session()
                    .map(session -> session.mustTell(read.target(), read.data()))
                    .orElse(true);
            if (tell || !resolved.incremental()) {
                FetchTarget target = read.target();
                topics.computeIfAbsent(new TopicKey(target.topic(), target.topicId()), TopicKey::response)
                        .partitions()
                        .add(read.data());
            }
        }
        response.setResponses(new ArrayList<>(topics.values())).setErrorCode(ErrorCode.NONE.code());
        nameLeaders(context, response, reads);
        context.respond(response);
    }

    /** Where the leaders are that the response names (KIP-951). */
    private void nameLeaders(RequestContext context, FetchResponse response, List<Read> reads) {
        if (context.version() < NODE_ENDPOINTS_SINCE) {
            return;
        }
        Set<Integer> leaders = new HashSet<>();
        for (Read read : reads) {
            if (read.failed()) {
                leaders.add(read.data().currentLeader().leaderId());
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

    private record TopicKey(String topic, Uuid topicId) {
        FetchableTopicResponse response() {
            return new FetchableTopicResponse()
                    .setTopic(topic)
                    .setTopicId(topicId)
                    .setPartitions(new ArrayList<>());
        }
    }
}
