package io.odradek.metadata.config;

/**
 * Streams groups (KIP-1071).
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class StreamsGroupKeys {
    static final String TABLE = """
            group.streams.session.timeout.ms | INT | 45000 | >= 1 | MEDIUM
                Milliseconds without a heartbeat after which a member of a streams group is removed.
            group.streams.min.session.timeout.ms | INT | 45000 | >= 1 | MEDIUM
                The least that streams.session.timeout.ms of a group may be.
            group.streams.max.session.timeout.ms | INT | 60000 | >= 1 | MEDIUM
                The most that streams.session.timeout.ms of a group may be.
            group.streams.heartbeat.interval.ms | INT | 5000 | >= 1 | MEDIUM
                Milliseconds between two heartbeats that members of streams groups are told to keep.
            group.streams.min.heartbeat.interval.ms | INT | 5000 | >= 1 | MEDIUM
                The least that streams.heartbeat.interval.ms of a group may be.
            group.streams.max.heartbeat.interval.ms | INT | 15000 | >= 1 | MEDIUM
                The most that streams.heartbeat.interval.ms of a group may be.
            group.streams.max.size | INT | 2147483647 | >= 1 | MEDIUM
                Members that a streams group may have.
            group.streams.assignors | LIST | sticky | non-empty | MEDIUM
                The assignors of streams groups; the first is used when a group names none.
            group.streams.num.standby.replicas | INT | 0 | >= 0 | MEDIUM
                Standby copies of each task's state in a streams group.
            group.streams.max.standby.replicas | INT | 2 | >= 0 | MEDIUM
                The most that streams.num.standby.replicas of a group may be.
            group.streams.num.warmup.replicas | INT | 2 | >= 0 | MEDIUM | internal
                Warm-up copies of task state beyond the standbys that a streams group may have at once.
            group.streams.max.warmup.replicas | INT | 20 | >= 0 | MEDIUM | internal
                The most that streams.num.warmup.replicas of a group may be.
            group.streams.acceptable.recovery.lag | LONG | 10000 | >= 0 | MEDIUM | internal
                Records by which a task's state may lag and still count as caught up.
            group.streams.initial.rebalance.delay.ms | INT | 3000 | >= 0 | MEDIUM
                Milliseconds that the coordinator waits for more members before the first assignment of a streams
                group.
            group.streams.assignment.interval.ms | INT | 1000 | >= 0 | MEDIUM | cluster-wide
                Milliseconds between two assignments of a streams group at least.
            group.streams.min.assignment.interval.ms | INT | 0 | >= 0 | MEDIUM
                The least that streams.assignment.interval.ms of a group may be.
            group.streams.max.assignment.interval.ms | INT | 15000 | >= 0 | MEDIUM
                The most that streams.assignment.interval.ms of a group may be.
            group.streams.assignor.offload.enable | BOOLEAN | true | | MEDIUM | internal | cluster-wide
                Whether assignors of streams groups run outside the coordinator's own threads.
            group.streams.rack.aware.assignment.tags | LIST | "" | | LOW
                Client tags over whose values standby tasks are spread.
            group.streams.task.offset.interval.ms | INT | 60000 | >= 1 | MEDIUM | internal
                Milliseconds between two reports of task offsets that members of streams groups are told to keep.
            group.streams.min.task.offset.interval.ms | INT | 15000 | >= 1 | MEDIUM | internal
                The least that streams.task.offset.interval.ms of a group may be.
            group.streams.topology.description.plugin.class | CLASS | null | | MEDIUM
                The class that turns the topologies of streams groups into descriptions.
            """;

    private StreamsGroupKeys() {}
}
