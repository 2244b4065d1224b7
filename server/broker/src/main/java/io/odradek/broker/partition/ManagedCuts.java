package io.odradek.broker.partition;

import io.odradek.storage.LogManager;
import io.odradek.storage.PartitionLog;
import io.odradek.storage.disk.DiskFullException;
import java.io.IOException;

/** Cuts logs through the log manager, which keeps the checkpoints true. A directory whose disk fails goes offline. Any thread. */
public record ManagedCuts(LogManager logs) implements ReplicaContext.LogCuts {
    private interface Cut {
        void run() throws IOException;
    }

    @Override
    public void truncateTo(PartitionLog log, long offset) throws IOException {
        cut(log, () -> logs.truncateTo(log, offset));
    }

    @Override
    public void truncateFullyAndStartAt(PartitionLog log, long offset) throws IOException {
        cut(log, () -> logs.truncateFullyAndStartAt(log, offset));
    }

    private void cut(PartitionLog log, Cut cut) throws IOException {
        try {
            cut.run();
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            logs.directoryOf(log.topicPartition()).ifPresent(directory -> logs.directoryFailed(directory, e));
            throw e;
        }
    }
}
