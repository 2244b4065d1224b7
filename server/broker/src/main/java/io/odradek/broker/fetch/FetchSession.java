package io.odradek.broker.fetch;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchRequest.FetchPartition;
import io.odradek.protocol.message.FetchResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that one consumer or follower keeps fetching, so that it need not name them each time (KIP-227).
 *
 * <p>Not thread-safe; used by one fetch at a time, under the session's own monitor.
 */
final class FetchSession {
    private final int id;
    private final boolean usesTopicIds;
    private final LinkedHashMap<FetchTarget.Key, Member> members = new LinkedHashMap<>();
    private int nextEpoch = FetchSessions.FIRST_INCREMENTAL_EPOCH;
    private long lastUsedMillis;
    private @Nullable PendingFetch waiting;

    /** A partition of the session and what the client was last told of it. */
    private static final class Member {
        private FetchTarget target;
        private long toldHighWatermark = -1;
        private long toldLogStartOffset = -1;
        private short toldError;
        private boolean fresh = true;

        Member(FetchTarget target) {
            this.target = target;
        }
    }

    FetchSession(int id, boolean usesTopicIds, long nowMillis) {
        this.id = id;
        this.usesTopicIds = usesTopicIds;
        this.lastUsedMillis = nowMillis;
    }

    int id() {
        return id;
    }

    boolean usesTopicIds() {
        return usesTopicIds;
    }

    int nextEpoch() {
        return nextEpoch;
    }

    int size() {
        return members.size();
    }

    long lastUsedMillis() {
        return lastUsedMillis;
    }

    /** Remembers the fetch that waits, so that the end of the session ends the wait. */
    synchronized void waits(PendingFetch fetch) {
        waiting = fetch;
    }

    /** The client wants no more: a fetch that still waits is answered with what there is. */
    void end() {
        PendingFetch last;
        synchronized (this) {
            last = waiting;
            waiting = null;
        }
        if (last != null) {
            last.end();
        }
    }

    /** Takes over what a request adds, changes and forgets. */
    synchronized void update(FetchRequest request, long nowMillis) {
        lastUsedMillis = nowMillis;
        for (FetchRequest.FetchTopic topic : request.topics()) {
            for (FetchPartition partition : topic.partitions()) {
                FetchTarget target = new FetchTarget(topic.topic(), topic.topicId(), partition);
                Member known = members.get(target.key());
                if (known == null) {
                    members.put(target.key(), new Member(target));
                } else {
                    known.target = target;
                }
            }
        }
        for (FetchRequest.ForgottenTopic topic : request.forgottenTopicsData()) {
            for (int partition : topic.partitions()) {
                members.remove(new FetchTarget.Key(topic.topic(), topic.topicId(), partition));
            }
        }
    }

    /** Expects one epoch more from the next request; after the largest comes 1 again. */
    synchronized void advanceEpoch() {
        nextEpoch = nextEpoch == Integer.MAX_VALUE ? FetchSessions.FIRST_INCREMENTAL_EPOCH : nextEpoch + 1;
    }

    synchronized List<FetchTarget> targets() {
        List<FetchTarget> targets = new ArrayList<>(members.size());
        members.values().forEach(member -> targets.add(member.target));
        return targets;
    }

    /** Whether the last thing that the client was told of this partition is this error. */
    synchronized boolean hasTold(FetchTarget target, short error) {
        Member member = members.get(target.key());
        return member != null && member.toldError == error;
    }

    /**
     * Whether the client must hear of this partition, and remembers what it hears. A partition that delivers records
     * goes to the end of the line, so that others get their turn when a response is full.
     */
    synchronized boolean mustTell(FetchTarget target, FetchResponse.PartitionData data) {
        Member member = members.get(target.key());
        if (member == null) {
            return true;
        }
        boolean hasRecords = data.records() != null && data.records().sizeInBytes() > 0;
        boolean hasError = data.errorCode() != ErrorCode.NONE.code();
        boolean tell = hasRecords
                || hasError
                || member.fresh
                || member.toldError != ErrorCode.NONE.code()
                || data.highWatermark() != member.toldHighWatermark
                || data.logStartOffset() != member.toldLogStartOffset
                || data.preferredReadReplica() >= 0
                || data.divergingEpoch().endOffset() >= 0;
        member.toldHighWatermark = data.highWatermark();
        member.toldLogStartOffset = data.logStartOffset();
        member.toldError = data.errorCode();
        member.fresh = false;
        if (hasRecords) {
            members.putLast(target.key(), member);
        }
        return tell;
    }
}
