package io.odradek.broker.replication;

import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.Throttle;
import io.odradek.replication.Follower;
import io.odradek.replication.PartitionState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The fetchers of this broker, one for each broker that leads something that is followed here. A fetcher is made when it is first
 * needed; it costs nothing while nobody follows there.
 *
 * <p>Any thread.
 */
public final class ReplicaFetchers implements Consumer<Partition>, AutoCloseable {
    private final FetcherSeams seams;
    private final Throttle throttle;
    private final Object lock = new Object();
    private final Map<Integer, ReplicaFetcher> fetchers = new LinkedHashMap<>(); // guarded by lock
    private final Map<Partition, ReplicaFetcher> following = new LinkedHashMap<>(); // guarded by lock
    private boolean closed; // guarded by lock

    public ReplicaFetchers(FetcherSeams seams) {
        this.seams = seams;
        this.throttle = new Throttle(seams.cluster()::followerThrottledRate, seams.time());
    }

    /** Something has changed for a partition: whom it follows, or how far it is. */
    @Override
    public void accept(Partition partition) {
        OptionalInt leader = partition.role() instanceof Follower follower
                        && follower.state().leader() != PartitionState.NO_LEADER
                ? OptionalInt.of(follower.state().leader())
                : OptionalInt.empty();
        Optional<ReplicaFetcher> before;
        Optional<ReplicaFetcher> now;
        synchronized (lock) {
            if (closed) {
                return;
            }
            now = leader.isPresent()
                    ? Optional.of(
                            fetchers.computeIfAbsent(leader.getAsInt(), id -> new ReplicaFetcher(id, seams, throttle)))
                    : Optional.empty();
            before = Optional.ofNullable(following.remove(partition));
            now.ifPresent(fetcher -> following.put(partition, fetcher));
        }
        before.filter(fetcher -> now.isEmpty() || fetcher != now.get()).ifPresent(fetcher -> fetcher.offer(partition));
        now.ifPresent(fetcher -> fetcher.offer(partition));
    }

    /** Fetches nothing more. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            fetchers.values().forEach(ReplicaFetcher::close);
            fetchers.clear();
            following.clear();
        }
    }
}
