package io.odradek.broker.fetch;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.FetchRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The fetch sessions of a broker (KIP-227): at most {@code max.incremental.fetch.session.cache.slots}; when all are
 * taken, one that has been idle for two minutes makes room, else the fetch is served without a session.
 *
 * <p>Any thread.
 */
public final class FetchSessions {
    /** A request with this epoch wants no session, or ends the one it names. */
    static final int FINAL_EPOCH = -1;

    /** A request with this epoch names all its partitions and wants a session. */
    static final int INITIAL_EPOCH = 0;

    static final int FIRST_INCREMENTAL_EPOCH = 1;

    /** The session id of a fetch without one. */
    static final int NO_SESSION = 0;

    /** {@code min.incremental.fetch.session.eviction.ms}. */
    private static final long MIN_EVICTION_MILLIS = 120_000L;

    private final int slots;
    private final LongSupplier millis;
    private final RandomGenerator random;
    private final Map<Integer, FetchSession> sessions = new HashMap<>();

    /**
     * @param slots sessions at the most
     * @param millis a monotonic clock in milliseconds
     * @param random makes session ids that a client cannot guess
     */
    public FetchSessions(int slots, LongSupplier millis, RandomGenerator random) {
        this.slots = slots;
        this.millis = millis;
        this.random = random;
    }

    /**
     * What a fetch reads and which session it belongs to.
     *
     * @param session empty for a fetch without one
     * @param incremental whether only what has changed is answered
     */
    record Resolved(Optional<FetchSession> session, boolean incremental, List<FetchTarget> targets) {
        int sessionId() {
            return session.map(FetchSession::id).orElse(NO_SESSION);
        }
    }

    /**
     * Finds or makes the session of a request and takes over its changes. A session that is left without partitions ends.
     *
     * @throws ApiException FETCH_SESSION_ID_NOT_FOUND, INVALID_FETCH_SESSION_EPOCH or FETCH_SESSION_TOPIC_ID_ERROR; the
     *     client then starts over with a full fetch
     */
    Resolved resolve(FetchRequest request, boolean usesTopicIds) {
        if (request.sessionEpoch() == FINAL_EPOCH || request.sessionEpoch() == INITIAL_EPOCH) {
            return full(request, usesTopicIds);
        }
        FetchSession session = find(request.sessionId());
        if (session == null) {
            throw new ApiException(
                    ErrorCode.FETCH_SESSION_ID_NOT_FOUND, "There is no fetch session " + request.sessionId());
        }
        synchronized (session) {
            if (session.usesTopicIds() != usesTopicIds) {
                throw new ApiException(
                        ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR,
                        "Fetch session " + session.id() + " was begun with another way of naming topics");
            }
            if (session.nextEpoch() != request.sessionEpoch()) {
                throw new ApiException(
                        ErrorCode.INVALID_FETCH_SESSION_EPOCH,
                        "Fetch session " + session.id() + " expects epoch " + session.nextEpoch() + ", not "
                                + request.sessionEpoch());
            }
            session.update(request, millis.getAsLong());
            session.advanceEpoch();
            if (session.size() == 0) {
                end(session.id());
                return new Resolved(Optional.empty(), false, List.of());
            }
            return new Resolved(Optional.of(session), true, session.targets());
        }
    }

    /** Sessions open now. */
    public synchronized int count() {
        return sessions.size();
    }

    private Resolved full(FetchRequest request, boolean usesTopicIds) {
        if (request.sessionId() != NO_SESSION) {
            end(request.sessionId());
        }
        if (request.sessionEpoch() == INITIAL_EPOCH && !request.topics().isEmpty()) {
            FetchSession session = create(usesTopicIds);
            if (session != null) {
                session.update(request, millis.getAsLong());
                return new Resolved(Optional.of(session), false, session.targets());
            }
        }
        List<FetchTarget> targets = new ArrayList<>();
        for (FetchRequest.FetchTopic topic : request.topics()) {
            for (FetchRequest.FetchPartition partition : topic.partitions()) {
                targets.add(new FetchTarget(topic.topic(), topic.topicId(), partition));
            }
        }
        return new Resolved(Optional.empty(), false, targets);
    }

    private synchronized @Nullable FetchSession find(int id) {
        return sessions.get(id);
    }

    /** A consumer that closes waits for the answer to its last long poll, so the session's end ends that. */
    private void end(int id) {
        FetchSession session;
        synchronized (this) {
            session = sessions.remove(id);
        }
        if (session != null) {
            session.end();
        }
    }

    private synchronized @Nullable FetchSession create(boolean usesTopicIds) {
        long now = millis.getAsLong();
        if (sessions.size() >= slots && !evict(now)) {
            return null;
        }
        int id;
        do {
            id = random.nextInt(1, Integer.MAX_VALUE);
        } while (sessions.containsKey(id));
        FetchSession session = new FetchSession(id, usesTopicIds, now);
        sessions.put(id, session);
        return session;
    }

    private boolean evict(long now) {
        Optional<FetchSession> idlest =
                sessions.values().stream().min(Comparator.comparingLong(FetchSession::lastUsedMillis));
        if (idlest.isEmpty() || now - idlest.get().lastUsedMillis() < MIN_EVICTION_MILLIS) {
            return false;
        }
        sessions.remove(idlest.get().id());
        return true;
    }
}
