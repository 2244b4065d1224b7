package io.odradek.metadata.config;

/**
 * Transactions and idempotent producers.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class TransactionKeys {
    static final String TABLE = """
            transaction.max.timeout.ms | INT | 900000 | >= 1 | HIGH
                Milliseconds that a transaction may take. A producer that asks for more is refused.
            transactional.id.expiration.ms | INT | 604800000 | >= 1 | HIGH
                Milliseconds without a change after which a transactional id is forgotten.
            transaction.state.log.num.partitions | INT | 50 | >= 1 | HIGH
                Partitions of the transaction topic. Must not change once the topic exists.
            transaction.state.log.replication.factor | SHORT | 3 | >= 1 | HIGH
                Replicas of the transaction topic. The topic is not created before so many brokers are there.
            transaction.state.log.min.isr | INT | 2 | >= 1 | HIGH
                The min.insync.replicas of the transaction topic.
            transaction.state.log.segment.bytes | INT | 104857600 | >= 1 | HIGH
                Bytes of one segment of the transaction topic.
            transaction.state.log.load.buffer.size | INT | 5242880 | >= 1 | HIGH
                Bytes read at once from the transaction topic when transactions are loaded.
            transaction.abort.timed.out.transaction.cleanup.interval.ms | INT | 10000 | >= 1 | LOW
                Milliseconds between two looks for transactions that took too long, which are aborted.
            transaction.remove.expired.transaction.cleanup.interval.ms | INT | 3600000 | >= 1 | LOW
                Milliseconds between two looks for transactional ids to forget.
            transaction.partition.verification.enable | BOOLEAN | true | | LOW | cluster-wide
                Whether a partition's leader asks the coordinator that a transaction is open before it takes records
                for it.
            transaction.two.phase.commit.enable | BOOLEAN | false | | LOW
                Whether producers may take part in two-phase commits, whose transactions never time out (KIP-939).
            add.partitions.to.txn.retry.backoff.ms | INT | 20 | >= 1 | HIGH
                Milliseconds between two attempts of a broker to add partitions to a transaction.
            add.partitions.to.txn.retry.backoff.max.ms | INT | 100 | >= 0 | HIGH
                Milliseconds for which such attempts are repeated before the client is told to try again.
            """;

    private TransactionKeys() {}
}
