package io.odradek.metadata.config;

/**
 * The keys that a group can have.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class GroupResourceKeys {
    static final String TABLE = """
            consumer.assignment.interval.ms | INT | 1000 | >= 0 | MEDIUM
                Milliseconds between two assignments of this consumer group at least.
            consumer.assignor.offload.enable | BOOLEAN | true | | MEDIUM | internal
                Whether the assignor of this consumer group runs outside the coordinator's own threads.
            consumer.heartbeat.interval.ms | INT | 5000 | >= 1 | MEDIUM
                Milliseconds between two heartbeats that members of this consumer group are told to keep.
            consumer.session.timeout.ms | INT | 45000 | >= 1 | MEDIUM
                Milliseconds without a heartbeat after which a member of this consumer group is removed.
            errors.deadletterqueue.copy.record.enable | BOOLEAN | false | | MEDIUM
                Whether the dead letter queue gets the whole record or only its coordinates.
            errors.deadletterqueue.topic.name | STRING | "" | | MEDIUM
                The topic to which undeliverable records of this share group go; empty for none.
            share.assignment.interval.ms | INT | 1000 | >= 0 | MEDIUM
                Milliseconds between two assignments of this share group at least.
            share.assignor.offload.enable | BOOLEAN | true | | MEDIUM | internal
                Whether the assignor of this share group runs outside the coordinator's own threads.
            share.auto.offset.reset | STRING | latest | offset reset | MEDIUM
                Where this share group begins to read: latest, earliest, or by_duration: and an ISO-8601 duration
                before now.
            share.delivery.count.limit | INT | 5 | >= 2 | MEDIUM
                Times that a record is delivered to this share group before it is given up.
            share.heartbeat.interval.ms | INT | 5000 | >= 1 | MEDIUM
                Milliseconds between two heartbeats that members of this share group are told to keep.
            share.isolation.level | STRING | read_uncommitted | {read_committed, read_uncommitted} | MEDIUM
                Whether this share group sees records of open and aborted transactions (read_uncommitted) or not
                (read_committed).
            share.partition.max.record.locks | INT | 2000 | >= 100 | MEDIUM
                Records of one partition that this share group may have locked at once.
            share.record.lock.duration.ms | INT | 30000 | >= 1000 | MEDIUM
                Milliseconds for which a record is locked by the member that got it.
            share.renew.acknowledge.enable | BOOLEAN | true | | MEDIUM
                Whether members may renew the lock of a record.
            share.session.timeout.ms | INT | 45000 | >= 1 | MEDIUM
                Milliseconds without a heartbeat after which a member of this share group is removed.
            streams.acceptable.recovery.lag | LONG | 10000 | >= 0 | MEDIUM | internal
                Records by which a task's state may lag and still count as caught up.
            streams.assignment.interval.ms | INT | 1000 | >= 0 | MEDIUM
                Milliseconds between two assignments of this streams group at least.
            streams.assignor.name | STRING | null | | MEDIUM
                The assignor of this streams group. The default is the broker's first.
            streams.assignor.offload.enable | BOOLEAN | true | | MEDIUM | internal
                Whether the assignor of this streams group runs outside the coordinator's own threads.
            streams.heartbeat.interval.ms | INT | 5000 | >= 1 | MEDIUM
                Milliseconds between two heartbeats that members of this streams group are told to keep.
            streams.initial.rebalance.delay.ms | INT | 3000 | >= 0 | MEDIUM
                Milliseconds that the coordinator waits for more members before the first assignment.
            streams.num.standby.replicas | INT | 0 | >= 0 | MEDIUM
                Standby copies of each task's state.
            streams.num.warmup.replicas | INT | 2 | >= 0 | MEDIUM | internal
                Warm-up copies of task state beyond the standbys that may exist at once.
            streams.rack.aware.assignment.tags | LIST | "" | | LOW
                Client tags over whose values standby tasks are spread.
            streams.session.timeout.ms | INT | 45000 | >= 1 | MEDIUM
                Milliseconds without a heartbeat after which a member of this streams group is removed.
            streams.task.offset.interval.ms | INT | 60000 | >= 1 | MEDIUM | internal
                Milliseconds between two reports of task offsets that members are told to keep.
            """;

    private GroupResourceKeys() {}
}
