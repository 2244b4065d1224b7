package io.odradek.broker.replication;

import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.ReplicaContext;
import io.odradek.replication.IsrProposal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where the replicas of a node say what they want of other nodes. Replicas are opened before the node can ask anybody: what they
 * want meanwhile is kept until {@link #start}.
 *
 * <p>Any thread.
 */
public final class ReplicaOutlet implements ReplicaContext.Outlet {
    private final Object lock = new Object();
    private final Map<Partition, IsrProposal> proposals = new LinkedHashMap<>(); // guarded by lock
    private final Set<Partition> fetchable = new LinkedHashSet<>(); // guarded by lock
    private volatile Optional<Targets> targets = Optional.empty();

    private record Targets(AlterPartitionSender sender, Consumer<Partition> fetcher) {}

    /** An outlet that keeps everything, until it is started. */
    public ReplicaOutlet() {}

    /**
     * Hands on what has gathered, and everything from now on.
     *
     * @param fetcher is told of followers that may have something to fetch
     */
    public void start(AlterPartitionSender sender, Consumer<Partition> fetcher) {
        Map<Partition, IsrProposal> gathered;
        Set<Partition> waiting;
        synchronized (lock) {
            targets = Optional.of(new Targets(sender, fetcher));
            gathered = new LinkedHashMap<>(proposals);
            waiting = new LinkedHashSet<>(fetchable);
            proposals.clear();
            fetchable.clear();
        }
        gathered.forEach(sender::propose);
        waiting.forEach(fetcher);
    }

    @Override
    public void propose(Partition partition, IsrProposal proposal) {
        Optional<Targets> known = targets;
        if (known.isEmpty()) {
            synchronized (lock) {
                known = targets;
                if (known.isEmpty()) {
                    proposals.put(partition, proposal);
                    return;
                }
            }
        }
        known.get().sender().propose(partition, proposal);
    }

    @Override
    public void fetchable(Partition partition) {
        Optional<Targets> known = targets;
        if (known.isEmpty()) {
            synchronized (lock) {
                known = targets;
                if (known.isEmpty()) {
                    fetchable.add(partition);
                    return;
                }
            }
        }
        known.get().fetcher().accept(partition);
    }
}
