package io.odradek.metadata.config;

/**
 * Consumer groups, classic and new (KIP-848), and the topic of their offsets.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class GroupKeys {
    static final String TABLE = """
            group.coordinator.rebalance.protocols | LIST | classic,consumer,streams | non-empty {consumer, classic, share, streams} | MEDIUM
                The group protocols that are offered: classic, consumer, share, streams.
            group.coordinator.threads | INT | 4 | >= 1 | HIGH
                Threads that run the group coordinator.
            group.coordinator.background.threads | INT | 2 | >= 1 | HIGH
                Threads that run assignors on behalf of the group coordinator.
            group.coordinator.append.linger.ms | INT | -1 | >= -1 | MEDIUM
                Milliseconds that the coordinator gathers writes of groups; -1 chooses by itself.
            group.coordinator.cached.buffer.max.bytes | INT | 1048588 | >= 524288 | MEDIUM | cluster-wide
                Bytes of the largest write buffer that the coordinator keeps for the next write.
            group.min.session.timeout.ms | INT | 6000 | | MEDIUM
                The shortest session timeout in milliseconds that a member of a classic group may ask for.
            group.max.session.timeout.ms | INT | 1800000 | | MEDIUM
                The longest session timeout in milliseconds that a member of a classic group may ask for.
            group.initial.rebalance.delay.ms | INT | 3000 | | MEDIUM
                Milliseconds that the coordinator waits for more members before the first rebalance of a classic
                group.
            group.max.size | INT | 2147483647 | >= 1 | MEDIUM
                Members that a classic group may have.
            group.consumer.session.timeout.ms | INT | 45000 | >= 1 | MEDIUM
                Milliseconds without a heartbeat after which a member of a consumer group is removed.
            group.consumer.min.session.timeout.ms | INT | 45000 | >= 1 | MEDIUM
                The least that consumer.session.timeout.ms of a group may be.
            group.consumer.max.session.timeout.ms | INT | 60000 | >= 1 | MEDIUM
                The most that consumer.session.timeout.ms of a group may be.
            group.consumer.heartbeat.interval.ms | INT | 5000 | >= 1 | MEDIUM
                Milliseconds between two heartbeats that members of consumer groups are told to keep.
            group.consumer.min.heartbeat.interval.ms | INT | 5000 | >= 1 | MEDIUM
                The least that consumer.heartbeat.interval.ms of a group may be.
            group.consumer.max.heartbeat.interval.ms | INT | 15000 | >= 1 | MEDIUM
                The most that consumer.heartbeat.interval.ms of a group may be.
            group.consumer.max.size | INT | 2147483647 | >= 1 | MEDIUM
                Members that a consumer group may have.
            group.consumer.assignors | LIST | uniform,range | non-empty | MEDIUM
                The assignors of consumer groups, by name or class; the first is used when a member names none.
            group.consumer.migration.policy | STRING | bidirectional | any case {DISABLED, DOWNGRADE, UPGRADE, BIDIRECTIONAL} | MEDIUM
                Whether a classic group may become a consumer group (upgrade), the reverse (downgrade), both
                (bidirectional) or neither (disabled).
            group.consumer.assignment.interval.ms | INT | 1000 | >= 0 | MEDIUM | cluster-wide
                Milliseconds between two assignments of a consumer group at least.
            group.consumer.min.assignment.interval.ms | INT | 0 | >= 0 | MEDIUM
                The least that consumer.assignment.interval.ms of a group may be.
            group.consumer.max.assignment.interval.ms | INT | 15000 | >= 0 | MEDIUM
                The most that consumer.assignment.interval.ms of a group may be.
            group.consumer.assignor.offload.enable | BOOLEAN | true | | MEDIUM | internal | cluster-wide
                Whether assignors of consumer groups run outside the coordinator's own threads.
            group.consumer.regex.refresh.interval.ms | INT | 600000 | >= 10000 | MEDIUM | internal
                Milliseconds between two evaluations of the regular expressions that groups subscribe to.
            offset.metadata.max.bytes | INT | 4096 | | HIGH
                Bytes of metadata that may accompany a committed offset.
            offsets.commit.timeout.ms | INT | 5000 | >= 1 | HIGH
                Milliseconds that a commit may wait for all replicas of the offsets topic.
            offsets.load.buffer.size | INT | 5242880 | >= 1 | HIGH
                Bytes read at once from the offsets topic when groups are loaded.
            offsets.retention.minutes | INT | 10080 | >= 1 | HIGH
                Minutes for which offsets are kept after a group is empty or, for a standalone consumer, after the
                commit.
            offsets.retention.check.interval.ms | LONG | 600000 | >= 1 | HIGH
                Milliseconds between two looks for offsets that are no longer kept.
            offsets.topic.num.partitions | INT | 50 | >= 1 | HIGH
                Partitions of the offsets topic. Must not change once the topic exists.
            offsets.topic.replication.factor | SHORT | 3 | >= 1 | HIGH
                Replicas of the offsets topic. The topic is not created before so many brokers are there.
            offsets.topic.segment.bytes | INT | 104857600 | >= 1 | HIGH
                Bytes of one segment of the offsets topic. Small segments are compacted and loaded sooner.
            offsets.topic.compression.codec | INT | 0 | | HIGH
                The codec of batches in the offsets topic, as a number: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd.
            """;

    private GroupKeys() {}
}
