package io.odradek.broker.partition;

import io.odradek.replication.IsrProposal;
import io.odradek.replication.PartitionState;
import io.odradek.storage.LogFixture;
import io.odradek.storage.LogListener;
import io.odradek.storage.PartitionLog;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** A partition on a simulated disk, and what it wants of other nodes. This broker is 1. */
public final class TestReplica implements ReplicaContext.Outlet {
    public static final int SELF = 1;

    public final LogFixture fixture = new LogFixture();
    public final PartitionLog log;
    public final Partition partition;
    public final List<IsrProposal> proposals = new CopyOnWriteArrayList<>();
    private volatile int fetchable;

    public TestReplica() throws IOException {
        this(TopicSettings.DEFAULT);
    }

    public TestReplica(TopicSettings settings) throws IOException {
        fixture.listener = new LogListener() {
            @Override
            public void appended(PartitionLog grown) {}

            @Override
            public void durable(PartitionLog synced) {
                partition().progressed();
            }

            @Override
            public void failed(PartitionLog broken, IOException cause) {
                partition().fail();
            }
        };
        log = fixture.open();
        partition = new Partition(log, settings, context(), 0);
    }

    private Partition partition() {
        return partition;
    }

    /** What replicas are hosted with in tests: every broker lives, under the epoch 100 + its id. */
    public ReplicaContext context() {
        return new ReplicaContext(
                SELF, 30_000, fixture.time, broker -> OptionalLong.of(100 + broker), new UnmanagedCuts(), this);
    }

    private static final class UnmanagedCuts implements ReplicaContext.LogCuts {
        @Override
        public void truncateTo(PartitionLog log, long offset) throws IOException {
            log.truncateTo(offset);
        }

        @Override
        public void truncateFullyAndStartAt(PartitionLog log, long offset) throws IOException {
            log.truncateFullyAndStartAt(offset);
        }
    }

    /** How often there may have been something to fetch. */
    public int fetchable() {
        return fetchable;
    }

    /** Leads, with the epoch as partition epoch too; the ISR are all replicas. */
    public TestReplica lead(int epoch, Integer... isr) {
        return state(SELF, epoch, isr);
    }

    /** Follows broker 2. */
    public TestReplica follow(int epoch) {
        return state(2, epoch, SELF, 2);
    }

    private TestReplica state(int leader, int epoch, Integer... isr) {
        partition.changed(new PartitionState(leader, epoch, epoch, List.of(isr), List.of(isr)));
        return this;
    }

    @Override
    public void propose(Partition from, IsrProposal proposal) {
        proposals.add(proposal);
    }

    @Override
    public synchronized void fetchable(Partition from) {
        fetchable++;
    }
}
