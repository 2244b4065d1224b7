package io.odradek.broker.partition;

import io.odradek.replication.EpochHistory;
import io.odradek.storage.EpochEndOffset;
import io.odradek.storage.PartitionLog;

/** The leader epochs of a log, as a replica asks for them. */
record LogEpochs(PartitionLog log) implements EpochHistory {
    @Override
    public int latestEpoch() {
        return log.latestLeaderEpoch();
    }

    @Override
    public EpochEnd endOf(int epoch) {
        EpochEndOffset end = log.endOffsetForEpoch(epoch);
        return new EpochEnd(end.leaderEpoch(), end.endOffset());
    }
}
