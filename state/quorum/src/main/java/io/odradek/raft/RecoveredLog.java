package io.odradek.raft;

import java.util.Optional;

/**
 * What a replica finds on its disk when it starts. It makes a whole: a log that begins above 0 has a snapshot that reaches its
 * start.
 *
 * @param startOffset offset of the first record
 * @param endOffset offset of the next record
 * @param durableOffset everything below is on disk for sure
 * @param snapshots the oldest and the newest; the bootstrap checkpoint does not count
 * @param voters out of the newest snapshot and the log behind it
 */
public record RecoveredLog(
        long startOffset,
        long endOffset,
        long durableOffset,
        EpochHistory epochs,
        Snapshots snapshots,
        VoterHistory voters) {
    /** The two snapshots that matter: the same if there is one. */
    public record Snapshots(Optional<SnapshotId> earliest, Optional<SnapshotId> latest) {
        public static final Snapshots NONE = new Snapshots(Optional.empty(), Optional.empty());
    }
}
