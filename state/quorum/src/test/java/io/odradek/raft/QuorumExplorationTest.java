package io.odradek.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.raft.QuorumWorld.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every order of messages, losses, syncs, timeouts and crashes of three voters, breadth first, within a small scope. */
class QuorumExplorationTest {
    private record Key(long high, long low) {}

    @Test
    void noOrderOfEventsBreaksAnInvariant() {
        Scope scope = new Scope(3, 2, 1, 1);
        assertThat(explore(scope, QuorumWorld.initial(scope), 6_000)).isEqualTo(6_000);
        assertThat(explore(scope, QuorumWorld.led(scope), 6_000)).isEqualTo(6_000);
    }

    @Tag("slow")
    @Test
    void norDoAnyOfManyMore() {
        Scope scope = new Scope(3, 2, 1, 1);
        assertThat(explore(scope, QuorumWorld.initial(scope), 80_000)).isEqualTo(80_000);
        assertThat(explore(scope, QuorumWorld.led(scope), 80_000)).isEqualTo(80_000);
    }

    /** Returns how many worlds were found; the invariants are checked at every step between them. */
    static int explore(Scope scope, QuorumWorld first, int maxWorlds) {
        Set<Key> seen = new HashSet<>();
        List<QuorumWorld> frontier = new ArrayList<>();
        frontier.add(first);
        int depth = 0;
        while (!frontier.isEmpty() && seen.size() < maxWorlds) {
            List<QuorumWorld> following = new ArrayList<>();
            for (QuorumWorld world : frontier) {
                for (QuorumWorld next : world.next()) {
                    if (seen.size() < maxWorlds && seen.add(key(next))) {
                        following.add(next);
                    }
                }
            }
            frontier = following;
            depth++;
            if (Boolean.getBoolean("raft.verbose")) {
                System.out.println("depth " + depth + ": " + seen.size() + " worlds, frontier " + frontier.size());
            }
        }
        System.out.println(scope + ": " + seen.size() + " worlds to depth " + depth
                + (frontier.isEmpty() ? ", all there are" : ", bounded"));
        return seen.size();
    }

    /** Two independent 64-bit hashes. */
    private static Key key(QuorumWorld world) {
        String text = world.fingerprint();
        long high = 0xcbf29ce484222325L;
        long low = 0x9e3779b97f4a7c15L;
        for (int i = 0; i < text.length(); i++) {
            high = (high ^ text.charAt(i)) * 0x100000001b3L;
            low = Long.rotateLeft(low + text.charAt(i), 23) * 0xff51afd7ed558ccdL;
        }
        return new Key(high, low);
    }
}
