package io.odradek.metadata.config;

/**
 * The controller quorum and the cluster metadata log.
 *
 * <p>The timeouts of fetch and election are shorter than Kafka's (2 s and 1 s): a controller that hangs, or one that is paused,
 * shall cost about a second. A leader that is asked is heard of at least three times within the fetch timeout.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class QuorumKeys {
    static final String TABLE = """
            controller.quorum.voters | LIST | "" | quorum voters | HIGH
                The voters of a quorum with fixed members, each written id@host:port and separated by commas.
            controller.quorum.bootstrap.servers | LIST | "" | quorum servers | HIGH
                Controllers from which the members of the quorum are learnt, each written host:port and separated by
                commas.
            controller.quorum.election.timeout.ms | INT | 300 | >= 0 | HIGH
                Milliseconds without a leader after which a voter starts an election.
            controller.quorum.election.backoff.max.ms | INT | 1000 | >= 0 | HIGH
                Milliseconds that a voter backs off at most between two elections without a winner.
            controller.quorum.fetch.timeout.ms | INT | 700 | >= 0 | HIGH
                Milliseconds without a successful fetch from the leader before a voter becomes a candidate, and
                without fetches from a majority before the leader steps down.
            controller.quorum.fetch.max.bytes | INT | 1048576 | >= 1 | LOW
                Bytes that one fetch of the metadata log returns at most.
            controller.quorum.fetch.snapshot.max.bytes | INT | 1048576 | >= 1 | LOW
                Bytes that one fetch of a metadata snapshot returns at most.
            controller.quorum.request.timeout.ms | INT | 2000 | >= 0 | MEDIUM
                Milliseconds that a member of the quorum waits for the answer to a request before it tries again.
            controller.quorum.retry.backoff.ms | INT | 20 | >= 0 | LOW
                Milliseconds between two attempts of a request within the quorum.
            controller.quorum.append.linger.ms | INT | 25 | >= 0 | MEDIUM
                Milliseconds that the leader of the quorum gathers writes before it flushes them to disk.
            controller.quorum.auto.join.enable | BOOLEAN | false | | LOW
                Whether a controller that is not yet a voter asks by itself to become one.
            controller.socket.timeout.ms | INT | 30000 | | MEDIUM
                Socket timeout in milliseconds of connections from the controller to brokers.
            controller.performance.sample.period.ms | LONG | 60000 | >= 100 | MEDIUM | internal
                Milliseconds that one sample of the controller's event times covers.
            controller.performance.always.log.threshold.ms | LONG | 2000 | >= 0 | MEDIUM | internal
                Milliseconds above which an event of the controller is always logged.
            metadata.log.dir | STRING | null | | HIGH
                The folder of the cluster metadata log. The default is the first folder of log.dirs.
            metadata.log.max.record.bytes.between.snapshots | LONG | 20971520 | >= 1 | HIGH
                Bytes of metadata records after the last snapshot that cause the next one.
            metadata.log.max.snapshot.interval.ms | LONG | 3600000 | >= 0 | HIGH
                Milliseconds after the last snapshot that cause the next one if there are records that it lacks; 0
                turns this off.
            metadata.log.segment.bytes | INT | 1073741824 | >= 8388608 | HIGH
                Bytes of one segment of the metadata log.
            metadata.log.segment.ms | LONG | 604800000 | | HIGH
                Milliseconds after which a new segment of the metadata log is begun.
            metadata.max.idle.interval.ms | INT | 500 | >= 0 | LOW
                Milliseconds between two no-op records that the active controller writes when nothing changes; 0
                turns them off.
            metadata.max.retention.bytes | LONG | 104857600 | | HIGH
                Bytes of metadata log and snapshots together above which old snapshots and segments are deleted.
            metadata.max.retention.ms | LONG | 604800000 | | HIGH
                Milliseconds for which metadata segments and snapshots are kept.
            internal.metadata.delete.delay.millis | LONG | 60000 | | LOW | internal
                Milliseconds between the renaming and the removal of a metadata file that is no longer needed.
            internal.metadata.log.segment.bytes | INT | null | | LOW | internal
                Bytes of one segment of the metadata log, for tests that need small ones.
            internal.metadata.max.batch.size.in.bytes | INT | 8388608 | | LOW | internal
                Bytes of one batch of the metadata log at most.
            """;

    private QuorumKeys() {}
}
