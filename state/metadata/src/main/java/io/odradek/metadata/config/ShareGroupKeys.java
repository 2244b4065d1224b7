package io.odradek.metadata.config;

/**
 * Share groups (KIP-932) and the coordinator of their state.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class ShareGroupKeys {
    static final String TABLE = """
            group.share.session.timeout.ms | INT | 45000 | >= 1 | MEDIUM
                Milliseconds without a heartbeat after which a member of a share group is removed.
            group.share.min.session.timeout.ms | INT | 45000 | >= 1 | MEDIUM
                The least that share.session.timeout.ms of a group may be.
            group.share.max.session.timeout.ms | INT | 60000 | >= 1 | MEDIUM
                The most that share.session.timeout.ms of a group may be.
            group.share.heartbeat.interval.ms | INT | 5000 | >= 1 | MEDIUM
                Milliseconds between two heartbeats that members of share groups are told to keep.
            group.share.min.heartbeat.interval.ms | INT | 5000 | >= 1 | MEDIUM
                The least that share.heartbeat.interval.ms of a group may be.
            group.share.max.heartbeat.interval.ms | INT | 15000 | >= 1 | MEDIUM
                The most that share.heartbeat.interval.ms of a group may be.
            group.share.max.size | INT | 200 | 1 to 1000 | MEDIUM
                Members that a share group may have.
            group.share.max.share.sessions | INT | 2000 | >= 1 | MEDIUM
                Share sessions that one broker keeps.
            group.share.assignors | LIST | simple | non-empty | MEDIUM
                The assignors of share groups; exactly one.
            group.share.assignment.interval.ms | INT | 1000 | >= 0 | MEDIUM | cluster-wide
                Milliseconds between two assignments of a share group at least.
            group.share.min.assignment.interval.ms | INT | 0 | >= 0 | MEDIUM
                The least that share.assignment.interval.ms of a group may be.
            group.share.max.assignment.interval.ms | INT | 15000 | >= 0 | MEDIUM
                The most that share.assignment.interval.ms of a group may be.
            group.share.assignor.offload.enable | BOOLEAN | true | | MEDIUM | internal | cluster-wide
                Whether assignors of share groups run outside the coordinator's own threads.
            group.share.delivery.count.limit | INT | 5 | 2 to 10 | MEDIUM
                Times that a record is delivered to a share group before it is given up.
            group.share.min.delivery.count.limit | INT | 2 | 2 to 5 | MEDIUM
                The least that share.delivery.count.limit of a group may be.
            group.share.max.delivery.count.limit | INT | 10 | 5 to 25 | MEDIUM
                The most that share.delivery.count.limit of a group may be.
            group.share.record.lock.duration.ms | INT | 30000 | 1000 to 3600000 | MEDIUM
                Milliseconds for which a record is locked by the member of a share group that got it.
            group.share.min.record.lock.duration.ms | INT | 15000 | 1000 to 30000 | MEDIUM
                The least that share.record.lock.duration.ms of a group may be.
            group.share.max.record.lock.duration.ms | INT | 60000 | 30000 to 3600000 | MEDIUM
                The most that share.record.lock.duration.ms of a group may be.
            group.share.partition.max.record.locks | INT | 2000 | 100 to 10000 | MEDIUM
                Records of one partition that a share group may have locked at once.
            group.share.min.partition.max.record.locks | INT | 100 | 100 to 2000 | MEDIUM
                The least that share.partition.max.record.locks of a group may be.
            group.share.max.partition.max.record.locks | INT | 4000 | 2000 to 10000 | MEDIUM
                The most that share.partition.max.record.locks of a group may be.
            group.share.persister.class.name | STRING | org.apache.kafka.server.share.persister.DefaultStatePersister | | MEDIUM | internal
                The class that stores the state of share groups.
            group.share.dlq.manager.class.name | STRING | org.apache.kafka.server.share.dlq.DefaultShareGroupDLQManager | | MEDIUM | internal
                The class that writes undeliverable records of share groups to their dead letter queue.
            group.share.initialize.retry.interval.ms | INT | 30000 | >= 1 | LOW | internal
                Milliseconds between two attempts to initialize the state of a share group's partition.
            errors.deadletterqueue.auto.create.topics.enable | BOOLEAN | false | | MEDIUM | cluster-wide
                Whether the dead letter queue of a share group is created when it is first needed.
            errors.deadletterqueue.topic.name.prefix | STRING | dlq. | | MEDIUM | cluster-wide
                The prefix that the topic of a dead letter queue must have; empty for any.
            share.coordinator.state.topic.num.partitions | INT | 50 | >= 1 | HIGH
                Partitions of the topic of share groups' state. Must not change once the topic exists.
            share.coordinator.state.topic.replication.factor | SHORT | 3 | >= 1 | HIGH
                Replicas of the topic of share groups' state. The topic is not created before so many brokers are
                there.
            share.coordinator.state.topic.min.isr | SHORT | 2 | >= 1 | HIGH
                The min.insync.replicas of the topic of share groups' state.
            share.coordinator.state.topic.segment.bytes | INT | 104857600 | >= 1 | HIGH
                Bytes of one segment of the topic of share groups' state.
            share.coordinator.state.topic.compression.codec | INT | 0 | | HIGH
                The codec of batches in the topic of share groups' state, as a number: 0 none, 1 gzip, 2 snappy, 3
                lz4, 4 zstd.
            share.coordinator.state.topic.prune.interval.ms | INT | 300000 | >= 1 | LOW | internal
                Milliseconds between two deletions of state that newer snapshots replace.
            share.coordinator.threads | INT | 1 | >= 1 | MEDIUM
                Threads that run the share coordinator.
            share.coordinator.load.buffer.size | INT | 5242880 | >= 1 | HIGH
                Bytes read at once from the topic of share groups' state when it is loaded.
            share.coordinator.write.timeout.ms | INT | 5000 | >= 1 | HIGH
                Milliseconds that a write of share state may wait for all replicas.
            share.coordinator.append.linger.ms | INT | -1 | >= -1 | MEDIUM
                Milliseconds that the share coordinator gathers writes; -1 chooses by itself.
            share.coordinator.cached.buffer.max.bytes | INT | 1048588 | >= 524288 | MEDIUM | cluster-wide
                Bytes of the largest write buffer that the share coordinator keeps for the next write.
            share.coordinator.snapshot.update.records.per.snapshot | INT | 500 | 0 to 500 | MEDIUM
                Updates that are written between two snapshots of a share partition's state.
            share.coordinator.cold.partition.snapshot.interval.ms | INT | 300000 | >= 1 | LOW | internal
                Milliseconds after which the state of a share partition without traffic is written as a snapshot.
            """;

    private ShareGroupKeys() {}
}
