package io.odradek.raft;

import io.odradek.base.Uuid;
import java.util.Comparator;

/**
 * Who a replica is (KIP-853): a node, and the directory that its log lies in, so that a node with an empty disk is not taken for
 * what it was.
 *
 * @param directoryId {@link Uuid#ZERO} if it is not known or does not matter (kraft.version 0)
 */
public record ReplicaKey(int id, Uuid directoryId) implements Comparable<ReplicaKey> {
    private static final Comparator<ReplicaKey> ORDER =
            Comparator.comparingInt(ReplicaKey::id).thenComparing(ReplicaKey::directoryId);

    /** A key without directory. */
    public static ReplicaKey of(int id) {
        return new ReplicaKey(id, Uuid.ZERO);
    }

    /** Whether this key, as a voter set or a vote holds it, means the other: one without directory means every directory. */
    public boolean matches(ReplicaKey other) {
        return id == other.id && (directoryId.isZero() || directoryId.equals(other.directoryId));
    }

    @Override
    public int compareTo(ReplicaKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return directoryId.isZero() ? Integer.toString(id) : id + "-" + directoryId;
    }
}
