package io.odradek.broker.replication;

import io.odradek.base.Uuid;
import io.odradek.broker.partition.Partition;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchRequest.FetchPartition;
import io.odradek.protocol.message.FetchRequest.FetchTopic;
import io.odradek.protocol.message.FetchRequest.ForgottenTopic;
import io.odradek.replication.FetchPosition;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fetch session of a follower with its leader (KIP-227): which partitions the leader reads for it, and from where. A request
 * names only what has changed since the last one, so that a partition that stands still costs nothing.
 *
 * <p>One thread at a time.
 */
final class FollowerSession {
    private static final int NO_SESSION = 0;
    private static final int INITIAL_EPOCH = 0;
    private static final int FINAL_EPOCH = -1;

    private record Key(Uuid topicId, int partition) {
        static Key of(Partition partition) {
            return new Key(partition.topicId(), partition.topicPartition().partition());
        }
    }

    /** A partition of the session and what was asked for it. */
    record Member(Partition partition, FetchPosition asked) {}

    private final Map<Key, Member> members = new LinkedHashMap<>();
    private final Map<Key, Member> added = new LinkedHashMap<>();
    private final Map<Key, Partition> forgotten = new LinkedHashMap<>();
    private int id = NO_SESSION;
    private int nextEpoch = INITIAL_EPOCH;
    private boolean refused;

    /** Whether the leader reads for anybody, or is to. */
    boolean isEmpty() {
        return members.isEmpty();
    }

    /** The partitions that are fetched. */
    List<Partition> partitions() {
        return members.values().stream().map(Member::partition).toList();
    }

    /** One that has moved away and come back is another one. */
    boolean contains(Partition partition) {
        Member member = members.get(Key.of(partition));
        return member != null && member.partition() == partition;
    }

    /** Fetches a partition from a position on. */
    void ask(Partition partition, FetchPosition position) {
        Key key = Key.of(partition);
        Member member = new Member(partition, position);
        if (!member.equals(members.put(key, member))) {
            added.put(key, member);
        }
        forgotten.remove(key);
    }

    /** Fetches a partition no more. */
    void forget(Partition partition) {
        Key key = Key.of(partition);
        if (contains(partition)) {
            members.remove(key);
            added.remove(key);
            forgotten.put(key, partition);
        }
    }

    /** What was asked for a partition that is in an answer. */
    Optional<Member> member(Uuid topicId, int partition) {
        return Optional.ofNullable(members.get(new Key(topicId, partition)));
    }

    /** The leader may know nothing of this session any more: the next request names all. */
    void restart() {
        id = NO_SESSION;
        nextEpoch = INITIAL_EPOCH;
    }

    /**
     * Whether the next request may wait at the leader. One that asks for a session does not: until it is answered nothing can be
     * added. If the leader keeps no session it waits all the same.
     */
    boolean mayWait() {
        return isOpen() || refused;
    }

    /** Whether the leader keeps the session, so that another request can end it. */
    boolean isOpen() {
        return id != NO_SESSION;
    }

    /** The leader has answered under this session, 0 if it keeps none. */
    void answered(int sessionId) {
        refused = sessionId == NO_SESSION;
        if (refused) {
            restart();
            return;
        }
        id = sessionId;
        nextEpoch = nextEpoch == Integer.MAX_VALUE ? 1 : nextEpoch + 1;
    }

    /** Writes session, partitions and what is forgotten into a request. */
    FetchRequest next(FetchRequest request, int partitionMaxBytes) {
        boolean full = nextEpoch == INITIAL_EPOCH;
        request.setSessionId(full ? NO_SESSION : id).setSessionEpoch(nextEpoch);
        Map<Uuid, FetchTopic> topics = new HashMap<>();
        (full ? members : added)
                .forEach((key, member) -> topic(request, topics, key.topicId())
                        .partitions()
                        .add(new FetchPartition()
                                .setPartition(key.partition())
                                .setCurrentLeaderEpoch(member.asked().leaderEpoch())
                                .setFetchOffset(member.asked().offset())
                                .setLastFetchedEpoch(member.asked().lastFetchedEpoch())
                                .setLogStartOffset(member.asked().startOffset())
                                .setPartitionMaxBytes(partitionMaxBytes)));
        if (!full) {
            Map<Uuid, ForgottenTopic> gone = new HashMap<>();
            forgotten.keySet().forEach(key -> {
                ForgottenTopic topic = gone.computeIfAbsent(key.topicId(), topicId -> {
                    ForgottenTopic made = new ForgottenTopic().setTopicId(topicId);
                    request.forgottenTopicsData().add(made);
                    return made;
                });
                topic.partitions().add(key.partition());
            });
        }
        added.clear();
        forgotten.clear();
        return request;
    }

    private static FetchTopic topic(FetchRequest request, Map<Uuid, FetchTopic> topics, Uuid topicId) {
        return topics.computeIfAbsent(topicId, id -> {
            FetchTopic made = new FetchTopic().setTopicId(id);
            request.topics().add(made);
            return made;
        });
    }

    /** A request that ends the session at the leader. What still waits under it is answered then. */
    FetchRequest last(FetchRequest request) {
        return request.setSessionId(id).setSessionEpoch(FINAL_EPOCH);
    }
}
