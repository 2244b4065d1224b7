package io.odradek.metadata.config;

import io.odradek.base.Ordered;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which keys do something in this release. A key that is known but does nothing yet is worth a notice to whoever set it, so
 * that nobody relies on it.
 *
 * <p>A constant.
 */
public final class KeyEffects {
    /** The keys that something reads. */
    public static final Set<String> HAS_EFFECT = Set.of(
            // What the node is and where it listens.
            "process.roles",
            "node.id",
            "broker.id",
            "broker.rack",
            "listeners",
            "advertised.listeners",
            "listener.security.protocol.map",
            "inter.broker.listener.name",
            "security.inter.broker.protocol",
            "controller.listener.names",
            "controller.quorum.voters",
            "controller.quorum.bootstrap.servers",
            "config.providers",
            // Connections and requests.
            "num.network.threads",
            "queued.max.request.bytes",
            "socket.send.buffer.bytes",
            "socket.receive.buffer.bytes",
            "socket.request.max.bytes",
            "socket.listen.backlog.size",
            "max.connections",
            "max.connections.per.ip",
            "max.connections.per.ip.overrides",
            "connections.max.idle.ms",
            "fetch.max.bytes",
            // Replication.
            "replica.lag.time.max.ms",
            "replica.fetch.max.bytes",
            "replica.fetch.response.max.bytes",
            "replica.fetch.min.bytes",
            "replica.fetch.wait.max.ms",
            "replica.fetch.backoff.ms",
            "replica.socket.timeout.ms",
            "replica.selector.class",
            "replica.high.watermark.checkpoint.interval.ms",
            "max.incremental.fetch.session.cache.slots",
            "max.request.partition.size.limit",
            // Topics.
            "num.partitions",
            "default.replication.factor",
            "auto.create.topics.enable",
            "delete.topic.enable",
            "create.topic.policy.class.name",
            "alter.config.policy.class.name",
            "min.insync.replicas",
            // Logs.
            "durability",
            "log.dir",
            "log.dirs",
            "log.dir.reserve.bytes",
            "log.scrub.period.ms",
            "log.scrub.max.bytes.per.second",
            "metadata.log.dir",
            "metadata.log.max.record.bytes.between.snapshots",
            "metadata.log.segment.bytes",
            "log.segment.bytes",
            "log.roll.ms",
            "log.roll.hours",
            "log.roll.jitter.ms",
            "log.roll.jitter.hours",
            "log.retention.ms",
            "log.retention.minutes",
            "log.retention.hours",
            "log.retention.bytes",
            "log.retention.check.interval.ms",
            "log.segment.delete.delay.ms",
            "log.cleanup.policy",
            "log.index.size.max.bytes",
            "log.index.interval.bytes",
            "log.flush.offset.checkpoint.interval.ms",
            "log.flush.start.offset.checkpoint.interval.ms",
            "log.preallocate",
            "log.flush.interval.messages",
            "log.flush.interval.ms",
            "message.max.bytes",
            "max.decompressed.message.bytes",
            "compression.type",
            "compression.gzip.level",
            "compression.lz4.level",
            "compression.zstd.level",
            "log.message.timestamp.type",
            "log.message.timestamp.before.max.ms",
            "log.message.timestamp.after.max.ms",
            "producer.id.expiration.ms",
            // Groups.
            "group.min.session.timeout.ms",
            "group.max.session.timeout.ms",
            "group.initial.rebalance.delay.ms",
            "group.max.size",
            "offset.metadata.max.bytes",
            "offsets.load.buffer.size",
            "offsets.retention.minutes",
            "offsets.retention.check.interval.ms",
            "offsets.topic.num.partitions",
            "offsets.topic.replication.factor",
            "offsets.topic.segment.bytes");

    /** The other keys of {@link BrokerConfigDef}: accepted, checked, and without effect yet. */
    public static final Set<String> NO_EFFECT_YET = others();

    private KeyEffects() {}

    private static Set<String> others() {
        Set<String> result = new TreeSet<>(BrokerConfigDef.names());
        result.removeAll(HAS_EFFECT);
        return Ordered.set(result);
    }
}
