package io.odradek.replication;

import java.util.List;

/**
 * What an event makes of a replica.
 *
 * @param role the replica from now on
 * @param effects to be carried out in their order
 */
public record Transition(Role role, List<Effect> effects) {
    static Transition none(Role role) {
        return new Transition(role, List.of());
    }
}
