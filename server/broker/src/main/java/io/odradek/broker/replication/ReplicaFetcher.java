package io.odradek.broker.replication;

import io.odradek.broker.partition.FetchOutcome;
import io.odradek.broker.partition.FetchedRecords;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.Throttle;
import io.odradek.coordinator.SerialExecutor;
import io.odradek.network.Peer;
import io.odradek.network.PeerRequest;
import io.odradek.network.PeerResponse;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchResponse.PartitionData;
import io.odradek.replication.EpochHistory.EpochEnd;
import io.odradek.replication.FetchAnswer;
import io.odradek.replication.FetchPosition;
import io.odradek.replication.Follower;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches from one other broker for all partitions of this one that follow it there, in one long poll.
 *
 * <p>An offset that is asked for tells the leader that all below is held. So what an answer has brought is synced before the
 * next request, all of it in one group commit, while the leader syncs its own; a partition whose disk is slow is left out after
 * a while, so that it does not hold up the others. A partition that begins to follow while a poll waits ends that poll.
 *
 * <p>{@link #offer} and {@link #close} from any thread; everything else happens on a serial executor.
 */
final class ReplicaFetcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaFetcher.class);
    private static final short MIN_VERSION = 15;
    private static final short MAX_VERSION = 18;

    /** Milliseconds that a slow disk under one partition may hold up the others. */
    static final long MAX_HOLD_MS = 100;

    /** Milliseconds after the first failure of a partition; doubled with each, up to {@code replica.fetch.backoff.ms}. */
    static final long FIRST_BACKOFF_MS = 20;

    private final int leader;
    private final FetcherSeams seams;
    private final Throttle throttle;
    private final LeaderBounds bounds;
    private final SerialExecutor serial;
    private final FollowerSession session = new FollowerSession();
    /** Those whose position may be another one than the session's. */
    private final Set<Partition> changed = new LinkedHashSet<>();

    private final Set<Partition> backingOff = new LinkedHashSet<>();
    private final Map<Partition, Integer> failures = new LinkedHashMap<>();
    private State state = new State.Idle();
    private long holdUntilMs = NO_HOLD;
    private int brokenInARow;

    private static final long NO_HOLD = -1;

    /** Milliseconds after which a throttled partition is looked at again. */
    static final long THROTTLE_MS = 250;

    private sealed interface State {
        /** Nothing is under way. */
        record Idle() implements State {}

        /** A request waits for its answer. */
        record Fetching(boolean ended) implements State {}

        /** The leader was not reached; the next attempt follows after a pause. */
        record Pausing() implements State {}

        /** The broker stops. */
        record Closed() implements State {}
    }

    /** @param throttle of what throttled replicas fetch, from whatever broker */
    ReplicaFetcher(int leader, FetcherSeams seams, Throttle throttle) {
        this.leader = leader;
        this.seams = seams;
        this.throttle = throttle;
        this.bounds = new LeaderBounds(seams);
        this.serial = new SerialExecutor(seams.disk());
    }

    /** A partition may have something to fetch here, or not any more. */
    void offer(Partition partition) {
        serial.execute(() -> {
            boolean isNew = changed.add(partition) && !session.contains(partition);
            if (isNew && !backingOff.contains(partition) && follows(partition)) {
                endPoll();
            }
            pump();
        });
    }

    @Override
    public void close() {
        serial.execute(() -> state = new State.Closed());
    }

    /** Sends the next request, if there is one to send now. */
    private void pump() {
        if (!(state instanceof State.Idle)) {
            return;
        }
        Set<Partition> syncing = new LinkedHashSet<>();
        for (Partition partition : List.copyOf(changed)) {
            if (backingOff.contains(partition) || !follows(partition)) {
                session.forget(partition);
                changed.remove(partition);
            } else if (isHeldUp(partition)) {
                session.forget(partition);
                changed.remove(partition);
                comeBackAfter(partition, THROTTLE_MS);
            } else {
                Optional<FetchPosition> position = partition.nextFetch();
                if (position.isPresent()) {
                    session.ask(partition, position.get());
                    changed.remove(partition);
                } else if (partition.isSyncing()) {
                    syncing.add(partition);
                } else {
                    session.forget(partition);
                    changed.remove(partition);
                }
            }
        }
        if (holds(!syncing.isEmpty())) {
            return;
        }
        // Their positions in the session are old: what is there would come again.
        syncing.forEach(session::forget);
        if (!session.isEmpty()) {
            fetch();
        }
    }

    private boolean follows(Partition partition) {
        return partition.role() instanceof Follower follower && follower.state().leader() == leader;
    }

    /** Who is in sync is never held up: that would hold up the producers too (KIP-73). */
    private boolean isHeldUp(Partition partition) {
        return isThrottled(partition)
                && partition.role() instanceof Follower follower
                && !follower.state().isr().contains(seams.self())
                && throttle.isExceeded();
    }

    private boolean isThrottled(Partition partition) {
        return partition
                .settings()
                .followerThrottled()
                .contains(partition.topicPartition().partition(), seams.self());
    }

    /** Whether the next request waits for the disk. */
    private boolean holds(boolean syncing) {
        if (!syncing) {
            holdUntilMs = NO_HOLD;
            return false;
        }
        long now = seams.time().monotonicMillis();
        if (holdUntilMs == NO_HOLD) {
            holdUntilMs = now + MAX_HOLD_MS;
            seams.timers().schedule(MAX_HOLD_MS, () -> serial.execute(this::pump));
        }
        return now < holdUntilMs;
    }

    private FetchRequest request(int maxWaitMs) {
        FetchRequest request = new FetchRequest()
                .setMaxWaitMs(maxWaitMs)
                .setMinBytes(seams.settings().fetchMinBytes())
                .setMaxBytes(seams.settings().fetchResponseMaxBytes());
        request.replicaState()
                .setReplicaId(seams.self())
                .setReplicaEpoch(seams.cluster().ownEpoch());
        return request;
    }

    private void fetch() {
        Optional<Peer> peer = seams.cluster().peer(leader, "replication");
        if (peer.isEmpty()) {
            pause("broker " + leader + " is not known here yet");
            return;
        }
        FetchRequest request = session.next(
                request(session.mayWait() ? seams.settings().fetchWaitMaxMs() : 0),
                seams.settings().fetchMaxBytes());
        state = new State.Fetching(false);
        send(peer.get(), request).whenCompleteAsync(this::answered, serial);
    }

    private CompletionStage<PeerResponse> send(Peer peer, FetchRequest request) {
        return seams.peers()
                .send(
                        peer,
                        new PeerRequest(
                                ApiKey.FETCH,
                                MIN_VERSION,
                                MAX_VERSION,
                                _ -> request,
                                seams.settings().socketTimeoutMs()));
    }

    /**
     * Makes the leader answer the poll that waits, by ending its session over another connection. Whether that comes through or
     * not, the next request begins a new session.
     */
    private void endPoll() {
        if (!(state instanceof State.Fetching fetching) || fetching.ended() || !session.isOpen()) {
            return;
        }
        state = new State.Fetching(true);
        seams.cluster()
                .peer(leader, "replication-control")
                .ifPresent(peer -> send(peer, session.last(request(0))).whenComplete((response, failure) -> {
                    if (failure == null) {
                        response.close();
                    } else {
                        LOG.debug("A fetch session with broker {} was not ended: {}", leader, failure.toString());
                    }
                }));
    }

    private void answered(PeerResponse response, Throwable failure) {
        if (state instanceof State.Closed) {
            if (failure == null) {
                response.close();
            }
            return;
        }
        boolean ended = state instanceof State.Fetching fetching && fetching.ended();
        state = new State.Idle();
        if (failure != null) {
            askAnew();
            pause(String.valueOf(failure.getMessage()));
            return;
        }
        try (response) {
            take(response.as(FetchResponse.class));
        } catch (RuntimeException e) {
            LOG.error("What broker {} has answered could not be taken", leader, e);
            askAnew();
            pause("its answer could not be taken");
            return;
        }
        if (ended) {
            session.restart();
        }
        pump();
    }

    private void take(FetchResponse response) {
        ErrorCode error = ErrorCode.forCode(response.errorCode());
        switch (error) {
            case NONE -> {
                brokenInARow = 0;
                session.answered(response.sessionId());
                response.responses()
                        .forEach(topic -> topic.partitions()
                                .forEach(data -> session.member(topic.topicId(), data.partitionIndex())
                                        .ifPresent(member -> take(member.partition(), member.asked(), data))));
            }
            case FETCH_SESSION_ID_NOT_FOUND, INVALID_FETCH_SESSION_EPOCH, FETCH_SESSION_TOPIC_ID_ERROR ->
                session.restart();
            default -> {
                askAnew();
                pause("it answers " + error);
            }
        }
    }

    private void askAnew() {
        session.restart();
        changed.addAll(session.partitions());
    }

    private void pause(String why) {
        brokenInARow++;
        if (brokenInARow == 1) {
            LOG.info("Broker {} is not fetched from for now: {}", leader, why);
        }
        state = new State.Pausing();
        seams.timers()
                .schedule(
                        backoffMs(brokenInARow),
                        () -> serial.execute(() -> {
                            if (state instanceof State.Pausing) {
                                state = new State.Idle();
                                pump();
                            }
                        }));
    }

    private long backoffMs(int attempts) {
        long longest = Math.max(1, seams.settings().fetchBackoffMs());
        return Math.min(longest, FIRST_BACKOFF_MS << Math.min(attempts - 1, 20));
    }

    private void take(Partition partition, FetchPosition asked, PartitionData data) {
        FetchOutcome outcome;
        try {
            FetchedRecords records = records(data);
            if (isThrottled(partition)) {
                throttle.record(records.batches().remaining());
            }
            outcome = partition.answered(asked, answer(data), records);
        } catch (ApiException e) {
            // Its disk has failed or is full; nothing but time helps.
            LOG.warn("{} could not be replicated: {}", partition.topicPartition(), e.getMessage());
            outcome = FetchOutcome.BACK_OFF;
        }
        carryOn(partition, asked, outcome);
    }

    private static FetchAnswer answer(PartitionData data) {
        ErrorCode error = ErrorCode.forCode(data.errorCode());
        if (error != ErrorCode.NONE) {
            return new FetchAnswer.Failed(error);
        }
        return data.divergingEpoch().endOffset() >= 0
                ? new FetchAnswer.Diverging(new EpochEnd(
                        data.divergingEpoch().epoch(), data.divergingEpoch().endOffset()))
                : new FetchAnswer.Records();
    }

    private static FetchedRecords records(PartitionData data) {
        return data.records() instanceof MemoryRecords records
                ? new FetchedRecords(records.buffer(), data.highWatermark(), data.logStartOffset())
                : new FetchedRecords(FetchedRecords.NONE.batches(), data.highWatermark(), data.logStartOffset());
    }

    private void carryOn(Partition partition, FetchPosition asked, FetchOutcome outcome) {
        changed.add(partition);
        switch (outcome) {
            case GO_ON -> failures.remove(partition);
            case BACK_OFF -> backOff(partition);
            case ASK_LEADER_BOUNDS -> askBounds(partition, asked);
        }
    }

    private void backOff(Partition partition) {
        int attempts = failures.merge(partition, 1, Integer::sum);
        comeBackAfter(partition, backoffMs(attempts));
    }

    private void comeBackAfter(Partition partition, long pauseMs) {
        backingOff.add(partition);
        seams.timers().schedule(pauseMs, () -> serial.execute(() -> comeBack(partition)));
    }

    private void comeBack(Partition partition) {
        backingOff.remove(partition);
        if (follows(partition)) {
            changed.add(partition);
            endPoll();
        } else {
            failures.remove(partition);
        }
        pump();
    }

    private void askBounds(Partition partition, FetchPosition asked) {
        Optional<Peer> peer = seams.cluster().peer(leader, "replication-control");
        if (peer.isEmpty()) {
            backOff(partition);
            return;
        }
        backingOff.add(partition);
        bounds.ask(peer.get(), partition, asked.leaderEpoch())
                .whenCompleteAsync(
                        (found, failure) -> {
                            backingOff.remove(partition);
                            if (failure != null) {
                                LOG.debug("Start and end of {} are not known", partition.topicPartition(), failure);
                                carryOn(partition, asked, FetchOutcome.BACK_OFF);
                            } else {
                                takeBounds(partition, asked, found);
                            }
                            pump();
                        },
                        serial);
    }

    private void takeBounds(Partition partition, FetchPosition asked, LeaderBounds.Bounds found) {
        FetchOutcome outcome;
        try {
            outcome = partition.leaderBounds(asked, found.start(), found.end());
        } catch (ApiException e) {
            LOG.warn("{} could not be cut: {}", partition.topicPartition(), e.getMessage());
            outcome = FetchOutcome.BACK_OFF;
        }
        carryOn(partition, asked, outcome);
        if (outcome == FetchOutcome.GO_ON) {
            endPoll();
        }
    }
}
