package io.odradek.replication;

import io.odradek.base.Invariants;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The in-sync replicas as their leader sees them. While a change is under way it is unknown whether the controller has
 * committed it, so that the high watermark must hold for both outcomes: it waits for the maximal ISR (KIP-497).
 */
public sealed interface InSyncReplicas {
    /** What the controller has committed last, as far as is known. */
    List<Integer> committed();

    /** All that may be in the ISR now. */
    List<Integer> maximal();

    /** What was proposed to the controller; the committed ISR if nothing was. */
    List<Integer> proposed();

    /** Whether an answer of the controller is awaited. */
    default boolean isPending() {
        return !(this instanceof Settled);
    }

    /** Nothing is under way. */
    record Settled(List<Integer> committed) implements InSyncReplicas {
        public Settled {
            committed = List.copyOf(committed);
        }

        @Override
        public List<Integer> maximal() {
            return committed;
        }

        @Override
        public List<Integer> proposed() {
            return committed;
        }
    }

    /**
     * A replica is to be let in: it counts already.
     *
     * @param lost when an attempt was last given up without an answer, monotonic milliseconds; empty if none was
     */
    record Expanding(List<Integer> committed, int added, OptionalLong lost) implements InSyncReplicas {
        public Expanding {
            committed = List.copyOf(committed);
            Invariants.check(!committed.contains(added), "who is let in was outside", added);
        }

        @Override
        public List<Integer> maximal() {
            return proposed();
        }

        @Override
        public List<Integer> proposed() {
            List<Integer> all = new ArrayList<>(committed);
            all.add(added);
            return all;
        }
    }

    /** Replicas are to be put out: they still count. */
    record Shrinking(List<Integer> committed, List<Integer> removed) implements InSyncReplicas {
        public Shrinking {
            committed = List.copyOf(committed);
            removed = List.copyOf(removed);
            Invariants.check(!removed.isEmpty() && committed.containsAll(removed), "who is put out was in", removed);
        }

        @Override
        public List<Integer> maximal() {
            return committed;
        }

        @Override
        public List<Integer> proposed() {
            return committed.stream()
                    .filter(replica -> !removed.contains(replica))
                    .toList();
        }
    }
}
