package io.odradek.metadata.config;

/**
 * Transactions and idempotent producers. Immutable.
 *
 * @param maxTimeoutMs milliseconds that a transaction may take
 * @param transactionalIdExpirationMs milliseconds after which an idle transactional id is forgotten
 * @param topicPartitions partitions of {@code __transaction_state}
 * @param topicReplicationFactor replicas of each, as configured
 * @param topicMinInSyncReplicas its {@code min.insync.replicas}
 * @param topicSegmentBytes bytes of its segments
 * @param producerIdExpirationMs milliseconds after which the sequence numbers of an idle producer are forgotten
 * @param producerIdExpirationCheckIntervalMs milliseconds between two looks for such producers
 */
public record TransactionSettings(
        int maxTimeoutMs,
        int transactionalIdExpirationMs,
        int topicPartitions,
        short topicReplicationFactor,
        int topicMinInSyncReplicas,
        int topicSegmentBytes,
        int producerIdExpirationMs,
        int producerIdExpirationCheckIntervalMs) {

    static TransactionSettings of(ConfigValues values) {
        return new TransactionSettings(
                values.integer("transaction.max.timeout.ms"),
                values.integer("transactional.id.expiration.ms"),
                values.integer("transaction.state.log.num.partitions"),
                (short) values.integer("transaction.state.log.replication.factor"),
                values.integer("transaction.state.log.min.isr"),
                values.integer("transaction.state.log.segment.bytes"),
                values.integer("producer.id.expiration.ms"),
                values.integer("producer.id.expiration.check.interval.ms"));
    }
}
