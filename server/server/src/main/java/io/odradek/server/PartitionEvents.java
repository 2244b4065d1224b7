package io.odradek.server;

import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.storage.LogListener;
import io.odradek.storage.PartitionLog;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells partitions what happens to their logs. Any thread. */
final class PartitionEvents implements LogListener {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionEvents.class);

    private final PartitionRegistry partitions;

    PartitionEvents(PartitionRegistry partitions) {
        this.partitions = partitions;
    }

    @Override
    public void appended(PartitionLog log) {
        // The partition knows: it was the one that appended.
    }

    @Override
    public void durable(PartitionLog log) {
        find(log).ifPresent(Partition::progressed);
    }

    @Override
    public void failed(PartitionLog log, IOException cause) {
        LOG.error("The log of {} in {} has failed", log.topicPartition(), log.folder(), cause);
        find(log).ifPresent(Partition::fail);
    }

    private Optional<Partition> find(PartitionLog log) {
        // Late news of a log that is deleted must not meet the partition that has its name now.
        return partitions
                .find(log.topicPartition().topic(), log.topicPartition().partition())
                .filter(partition -> partition.log() == log);
    }
}
