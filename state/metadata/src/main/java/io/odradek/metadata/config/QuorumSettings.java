package io.odradek.metadata.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The controller quorum and its log. Immutable.
 *
 * @param voters of a quorum with fixed members; empty when there is none
 * @param bootstrapServers controllers as {@code host:port}; empty when the members are fixed
 * @param recordBytesBetweenSnapshots bytes of records that cause a snapshot
 * @param maxSnapshotIntervalMs milliseconds that cause a snapshot, 0 for never
 * @param segmentBytes bytes of one segment of the metadata log
 */
public record QuorumSettings(
        List<Voter> voters,
        List<String> bootstrapServers,
        long recordBytesBetweenSnapshots,
        long maxSnapshotIntervalMs,
        int segmentBytes) {

    /** A voter of a quorum with fixed members. */
    public record Voter(int id, String host, int port) {}

    static QuorumSettings of(ConfigValues values) {
        List<Voter> voters = new ArrayList<>();
        for (String entry : values.list("controller.quorum.voters")) {
            int at = entry.indexOf('@');
            int colon = entry.lastIndexOf(':');
            voters.add(new Voter(
                    Integer.parseInt(entry.substring(0, at)),
                    entry.substring(at + 1, colon),
                    Integer.parseInt(entry.substring(colon + 1))));
        }
        return new QuorumSettings(
                List.copyOf(voters),
                values.list("controller.quorum.bootstrap.servers"),
                values.number("metadata.log.max.record.bytes.between.snapshots"),
                values.number("metadata.log.max.snapshot.interval.ms"),
                values.optionalInteger("internal.metadata.log.segment.bytes")
                        .orElse(values.integer("metadata.log.segment.bytes")));
    }
}
