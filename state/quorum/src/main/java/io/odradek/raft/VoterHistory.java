package io.odradek.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Voters and kraft.version as the log sets them (KIP-853): in force from the append on, committed or not, until a truncation takes
 * them back. Immutable.
 *
 * @param staticVoters in force while the log names none
 * @param changes by ascending offset
 */
public record VoterHistory(VoterSet staticVoters, List<Change> changes) {
    /**
     * What stands in the log at an offset.
     *
     * @param offset of the record; that of the record before, if it stands in a snapshot: −1 in the bootstrap checkpoint
     */
    public record Change(long offset, Optional<VoterSet> voters, Optional<Integer> kraftVersion) {}

    public VoterHistory {
        changes = List.copyOf(changes);
    }

    /** Nothing in the log yet. */
    public static VoterHistory of(VoterSet staticVoters) {
        return new VoterHistory(staticVoters, List.of());
    }

    /** The voters in force. */
    public VoterSet voters() {
        return lastVoters().flatMap(Change::voters).orElse(staticVoters);
    }

    /** Offset of the voters in force; −1 if they come from the bootstrap checkpoint or the configuration. */
    public long votersOffset() {
        return lastVoters().map(Change::offset).orElse(-1L);
    }

    /** Whether the log or a snapshot names voters. */
    public boolean namesVoters() {
        return lastVoters().isPresent();
    }

    private Optional<Change> lastVoters() {
        return changes.reversed().stream()
                .filter(change -> change.voters().isPresent())
                .findFirst();
    }

    /** The voters in force for a log that ends there; empty if the configuration's are. */
    public Optional<VoterSet> votersBefore(long endOffset) {
        return before(endOffset).lastVoters().flatMap(Change::voters);
    }

    /** kraft.version for a log that ends there. */
    public int kraftVersionBefore(long endOffset) {
        return before(endOffset).kraftVersion();
    }

    /** The level in force, 0 until the log sets another. */
    public int kraftVersion() {
        return changes.reversed().stream()
                .flatMap(change -> change.kraftVersion().stream())
                .findFirst()
                .orElse(0);
    }

    public VoterHistory with(Change change) {
        List<Change> more = new ArrayList<>(changes);
        more.add(change);
        return new VoterHistory(staticVoters, more);
    }

    /** Without what stands at or behind the log's new end. */
    public VoterHistory truncateTo(long endOffset) {
        return before(endOffset);
    }

    private VoterHistory before(long endOffset) {
        return new VoterHistory(
                staticVoters,
                changes.stream().filter(change -> change.offset() < endOffset).toList());
    }
}
