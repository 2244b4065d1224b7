package io.odradek.raft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The replicas that vote, in the order of their ids, no id twice. Immutable. */
public record VoterSet(List<Voter> voters) {
    /** Nobody: before the first voters are known. */
    public static final VoterSet EMPTY = new VoterSet(List.of());

    public VoterSet {
        voters = voters.stream().sorted(Comparator.comparingInt(Voter::id)).toList();
        for (int i = 1; i < voters.size(); i++) {
            if (voters.get(i - 1).id() == voters.get(i).id()) {
                throw new IllegalArgumentException(
                        "node " + voters.get(i).id() + " is twice among the voters: each id may be there once");
            }
        }
    }

    public int size() {
        return voters.size();
    }

    /** How many must agree. */
    public int majority() {
        return voters.size() / 2 + 1;
    }

    /** The voter of that id, in whatever directory. */
    public Optional<Voter> find(int id) {
        return voters.stream().filter(voter -> voter.id() == id).findFirst();
    }

    /** Whether the replica votes: an entry without directory matches by id alone. */
    public boolean contains(ReplicaKey replica) {
        return find(replica.id()).filter(voter -> voter.key().matches(replica)).isPresent();
    }

    /** Whether the replica is the one voter. */
    public boolean isSole(ReplicaKey replica) {
        return voters.size() == 1 && contains(replica);
    }

    public VoterSet with(Voter added) {
        List<Voter> changed = new ArrayList<>(voters);
        changed.removeIf(voter -> voter.id() == added.id());
        changed.add(added);
        return new VoterSet(changed);
    }

    public VoterSet without(int id) {
        return new VoterSet(voters.stream().filter(voter -> voter.id() != id).toList());
    }
}
