package io.odradek.broker.partition;

import io.odradek.base.Time;
import io.odradek.replication.IsrProposal;
import io.odradek.replication.Moment;
import io.odradek.storage.PartitionLog;
import java.io.IOException;

/**
 * What the replicas of this broker are hosted with.
 *
 * @param self this broker
 * @param lagTimeMaxMs {@code replica.lag.time.max.ms}
 * @param brokers the registered brokers as this one knows them
 */
public record ReplicaContext(
        int self, long lagTimeMaxMs, Time time, Moment.Brokers brokers, LogCuts cuts, Outlet outlet) {
    /** Cuts logs, and the checkpoints that speak of them. May block for the disk. */
    public interface LogCuts {
        /** Drops the batch that contains the offset and all behind it; durable on return. */
        void truncateTo(PartitionLog log, long offset) throws IOException;

        /** Drops everything; the log goes on, empty, at the offset. Durable on return. */
        void truncateFullyAndStartAt(PartitionLog log, long offset) throws IOException;
    }

    /** Where replicas say what they want of other nodes. Any thread, without a lock; must not block. */
    public interface Outlet {
        /** A leader asks the controller for another ISR; it wants to hear {@link Partition#answered}. */
        void propose(Partition partition, IsrProposal proposal);

        /** A follower may have something to fetch that it had not before: {@link Partition#nextFetch}. */
        void fetchable(Partition partition);
    }
}
