package io.odradek.broker.fetch;

import io.odradek.base.Time;
import io.odradek.base.Uuid;
import io.odradek.broker.cluster.Endpoints;
import io.odradek.broker.cluster.PartitionDirectory;
import io.odradek.broker.fetch.FetchReader.Read;
import io.odradek.broker.fetch.FetchSessions.Resolved;
import io.odradek.broker.partition.FetchWaiter;
import io.odradek.broker.partition.Throttle;
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
import io.odradek.protocol.message.FetchResponse.PartitionData;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fetch, versions 4 to 18: sessions (KIP-227), long polls, topic ids (KIP-516), leader hints (KIP-951), reading from
 * followers (KIP-392). Followers' fetches are served to the log's end, and tell their leader how far they have come.
 *
 * <p>A fetch is answered at once when it has {@code min.bytes}, news that its client cannot do without, or nothing to
 * wait for; else it waits for its partitions to move. A partition that fails beside healthy ones is told of with the next
 * answer: it does not end the wait for them again and again.
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
        this.reader = new FetchReader(
                directory.registry(),
                new LeaderHints(directory),
                ReadReplicas.of(directory.cluster()),
                new Throttle(() -> directory.cluster().config().leaderThrottledRate(), time));
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
        answerOrWait(poll);
    }

    /**
     * A fetch on its way to an answer, at the latest at the deadline in monotonic milliseconds. Used on the connection's
     * event loop.
     */
    private static final class Poll {
        private final RequestContext context;
        private final Resolved resolved;
        private final FetchParameters parameters;
        private final long deadlineMillis;
        private final int[] bytesOfTarget;
        private final BitSet withoutTopic = new BitSet();
        private long bytes;
        private boolean answered;

        Poll(RequestContext context, Resolved resolved, FetchParameters parameters, long deadlineMillis) {
            this.context = context;
            this.resolved = resolved;
            this.parameters = parameters;
            this.deadlineMillis = deadlineMillis;
            this.bytesOfTarget = new int[resolved.targets().size()];
        }

        /**
         * Takes note of what can be read of one target.
         *
         * @return whether the client must hear of it without waiting
         */
        boolean note(int index, Read read) {
            bytes += read.bytes() - bytesOfTarget[index];
            bytesOfTarget[index] = read.bytes();
            withoutTopic.set(index, read.data().errorCode() == ErrorCode.UNKNOWN_TOPIC_ID.code());
            return switch (read.urgency()) {
                case CAN_WAIT -> false;
                case AT_ONCE -> true;
                case ONCE ->
                    !resolved.session()
                            .map(session ->
                                    session.hasTold(read.target(), read.data().errorCode()))
                            .orElse(false);
            };
        }

        /** A topic that was there when the fetch began and is gone now is an unknown topic, and no unknown id, as in Kafka. */
        void nameDeleted(List<Read> reads) {
            for (int i = 0; i < reads.size(); i++) {
                PartitionData data = reads.get(i).data();
                if (data.errorCode() == ErrorCode.UNKNOWN_TOPIC_ID.code() && !withoutTopic.get(i)) {
                    data.setErrorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
                }
            }
        }
    }

    private void answerOrWait(Poll poll) {
        FetchParameters parameters = poll.parameters;
        List<FetchTarget> targets = poll.resolved.targets();
        long leftMillis = poll.deadlineMillis - time.monotonicMillis();
        List<PendingFetch.Watched> watched = leftMillis > 0 ? watch(targets, parameters.reader()) : List.of();
        List<Read> reads = reader.readAll(targets, parameters);
        boolean urgent = false;
        for (int i = 0; i < reads.size(); i++) {
            urgent |= poll.note(i, reads.get(i));
        }
        if (urgent || poll.bytes >= parameters.minBytes() || watched.isEmpty()) {
            respond(poll, reads);
            return;
        }
        reads.forEach(Read::release);
        PendingFetch pending = new PendingFetch(
                watched,
                parameters.minBytes() - poll.bytes,
                waiting -> onEventLoop(poll, () -> lookAtMoved(poll, waiting)),
                () -> onEventLoop(poll, () -> answerNow(poll)));
        poll.resolved.session().ifPresent(session -> session.waits(pending));
        pending.await((int) leftMillis, timers);
    }

    /** Responses are written on the connection's event loop; reading there as well keeps one thread per connection. */
    private static void onEventLoop(Poll poll, Runnable next) {
        poll.context.execute(next);
    }

    /** Reads again what has moved, and no more than that, to know whether it is enough. */
    private void lookAtMoved(Poll poll, PendingFetch pending) {
        if (poll.answered) {
            return;
        }
        List<FetchTarget> targets = poll.resolved.targets();
        boolean[] urgent = new boolean[1];
        pending.takeMoved(index -> {
            Read read = reader.readAlone(targets.get(index), poll.parameters);
            urgent[0] |= poll.note(index, read);
            read.release();
        });
        if (!urgent[0] && poll.bytes < poll.parameters.minBytes()) {
            pending.lookAgain();
        } else if (pending.stopWaiting()) {
            answerNow(poll);
        }
    }

    private void answerNow(Poll poll) {
        List<Read> reads = reader.readAll(poll.resolved.targets(), poll.parameters);
        poll.nameDeleted(reads);
        respond(poll, reads);
    }

    private List<PendingFetch.Watched> watch(List<FetchTarget> targets, FetchWaiter.Reader kind) {
        List<PendingFetch.Watched> watched = new ArrayList<>(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            int index = i;
            reader.find(targets.get(i)).ifPresent(found -> watched.add(new PendingFetch.Watched(index, found, kind)));
        }
        return watched;
    }

    private void respond(Poll poll, List<Read> reads) {
        poll.answered = true;
        if (poll.parameters.reader() == FetchWaiter.Reader.REPLICA) {
            reader.served(reads);
        }
        RequestContext context = poll.context;
        Resolved resolved = poll.resolved;
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
