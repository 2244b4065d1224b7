package io.odradek.raft;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who has granted and who has refused, by the ids of voters. Immutable. */
record Votes(SortedSet<Integer> granted, SortedSet<Integer> refused) {
    static Votes of(int self) {
        return new Votes(Collections.unmodifiableSortedSet(new TreeSet<>(java.util.List.of(self))), none());
    }

    private static SortedSet<Integer> none() {
        return Collections.unmodifiableSortedSet(new TreeSet<>());
    }

    /** With a voter's answer; the first one of each counts. */
    Votes with(int voter, boolean grant) {
        if (isRecorded(voter)) {
            return this;
        }
        SortedSet<Integer> changed = new TreeSet<>(grant ? granted : refused);
        changed.add(voter);
        SortedSet<Integer> kept = Collections.unmodifiableSortedSet(changed);
        return grant ? new Votes(kept, refused) : new Votes(granted, kept);
    }

    boolean isRecorded(int voter) {
        return granted.contains(voter) || refused.contains(voter);
    }

    boolean areWon(VoterSet voters) {
        return count(granted, voters) >= voters.majority();
    }

    /** Whether no majority can come about any more. */
    boolean areLost(VoterSet voters) {
        return voters.size() - count(refused, voters) < voters.majority();
    }

    private static int count(SortedSet<Integer> ids, VoterSet voters) {
        return (int) ids.stream().filter(id -> voters.find(id).isPresent()).count();
    }
}
