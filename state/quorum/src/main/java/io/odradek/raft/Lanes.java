package io.odradek.raft;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is under way to each destination: one request at a time in each of two lanes, so that a fetch that the leader holds back
 * keeps no vote waiting. After a failure a lane rests for the retry backoff.
 */
final class Lanes {
    /** Which requests wait for one another. */
    enum Lane {
        /** Fetch and FetchSnapshot. */
        FETCH,
        CONTROL
    }

    private record Key(int destination, Lane lane) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparingInt(Key::destination).thenComparing(Key::lane);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** Waits for an answer until a deadline, or, without correlation id, rests until then. */
    private record Busy(long correlationId, long untilMs) {}

    private static final long NO_CORRELATION = -1L;

    private final RaftTiming timing;
    private final NavigableMap<Key, Busy> busy;

    Lanes(RaftTiming timing) {
        this(timing, new TreeMap<>());
    }

    private Lanes(RaftTiming timing, NavigableMap<Key, Busy> busy) {
        this.timing = timing;
        this.busy = busy;
    }

    Lanes copy() {
        return new Lanes(timing, new TreeMap<>(busy));
    }

    boolean isReady(int destination, Lane lane) {
        return !busy.containsKey(new Key(destination, lane));
    }

    void sent(int destination, Lane lane, long correlationId, long nowMs) {
        busy.put(new Key(destination, lane), new Busy(correlationId, nowMs + timing.requestTimeoutMs()));
    }

    /** Whether any request of the lane waits for its answer, to whomever it went. */
    boolean isUnderWay(Lane lane) {
        return busy.entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey().lane() == lane && entry.getValue().correlationId() != NO_CORRELATION);
    }

    /** The destination's answer has come; empty if nobody waits for it any more. */
    Optional<Integer> answered(long correlationId) {
        Optional<Key> key = find(correlationId);
        key.ifPresent(busy::remove);
        return key.map(Key::destination);
    }

    /** There will be no answer, or one that is of no use; empty if nobody waits for it any more. */
    Optional<Integer> failed(long correlationId, long nowMs) {
        Optional<Key> key = find(correlationId);
        key.ifPresent(found -> busy.put(found, new Busy(NO_CORRELATION, nowMs + timing.retryBackoffMs())));
        return key.map(Key::destination);
    }

    void rest(int destination, Lane lane, long nowMs) {
        busy.put(new Key(destination, lane), new Busy(NO_CORRELATION, nowMs + timing.retryBackoffMs()));
    }

    private Optional<Key> find(long correlationId) {
        return busy.entrySet().stream()
                .filter(entry -> entry.getValue().correlationId() == correlationId)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Gives up on what has taken too long, and ends rests that are over. */
    void expire(long nowMs) {
        Iterator<Map.Entry<Key, Busy>> entries = busy.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Key, Busy> entry = entries.next();
            if (nowMs < entry.getValue().untilMs()) {
                continue;
            }
            if (entry.getValue().correlationId() == NO_CORRELATION) {
                entries.remove();
            } else {
                entry.setValue(new Busy(NO_CORRELATION, nowMs + timing.retryBackoffMs()));
            }
        }
    }

    /** Forgets everything: what was asked in another role is of no interest. */
    void clear() {
        busy.clear();
    }

    /** When the next lane gets ready by itself. */
    long nextChangeMs() {
        return busy.values().stream().mapToLong(Busy::untilMs).min().orElse(Long.MAX_VALUE);
    }

    /** Whether an answer is still of interest. */
    boolean awaits(long correlationId) {
        return find(correlationId).isPresent();
    }

    /** Which lanes are busy, and whether with a request. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        busy.forEach((key, state) -> text.append(key.destination())
                .append(key.lane() == Lane.FETCH ? 'f' : 'c')
                .append(state.correlationId() == NO_CORRELATION ? '.' : '?'));
        return text.toString();
    }
}
