package io.odradek.metadata.config;

import io.odradek.base.Ordered;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The replicas of a topic whose replication is throttled: {@code leader.replication.throttled.replicas} or
 * {@code follower.replication.throttled.replicas}. Immutable.
 */
public sealed interface ThrottledReplicas {
    /** Whether the replica of a partition on a broker is among them. */
    boolean contains(int partition, int broker);

    /** None is throttled. */
    ThrottledReplicas NONE = new Some(Set.of());

    /** {@code *}: all are. */
    record All() implements ThrottledReplicas {
        @Override
        public boolean contains(int partition, int broker) {
            return true;
        }
    }

    /** Those that are named. */
    record Some(Set<Replica> replicas) implements ThrottledReplicas {
        public Some {
            replicas = Ordered.set(replicas);
        }

        @Override
        public boolean contains(int partition, int broker) {
            return !replicas.isEmpty() && replicas.contains(new Replica(partition, broker));
        }
    }

    /** One replica. */
    record Replica(int partition, int broker) {}

    /** @param entries as configured and checked: {@code partition:broker} each, or {@code *} */
    static ThrottledReplicas of(List<String> entries) {
        if (entries.contains("*")) {
            return new All();
        }
        Set<Replica> replicas = new LinkedHashSet<>();
        for (String entry : entries) {
            int colon = entry.indexOf(':');
            replicas.add(new Replica(
                    Integer.parseInt(entry, 0, colon, 10), Integer.parseInt(entry, colon + 1, entry.length(), 10)));
        }
        return replicas.isEmpty() ? NONE : new Some(replicas);
    }
}
