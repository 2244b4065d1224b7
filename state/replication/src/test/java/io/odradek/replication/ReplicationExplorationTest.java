package io.odradek.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.replication.World.Bounds;
import io.odradek.replication.World.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every state that small worlds can come to, breadth first: a failure shows one of the shortest ways to it. */
class ReplicationExplorationTest {
    private record Arrival(World from, Event by) {}

    @Test
    void twoReplicasLoseNothingInTheFirstStates() {
        explore(new Bounds(2, 1, 2, 3, 1, 1, 1, 1), 40_000);
    }

    @Test
    void threeReplicasLoseNothingInTheFirstStates() {
        explore(new Bounds(3, 2, 3, 6, 1, 2, 1, 1), 60_000);
    }

    @Test
    @Tag("slow")
    void twoReplicasLoseNothingWhateverTheOrder() {
        assertThat(explore(new Bounds(2, 1, 2, 3, 1, 1, 1, 1), Integer.MAX_VALUE))
                .as("all there are")
                .isTrue();
    }

    @Test
    @Tag("slow")
    void threeReplicasLoseNothingInMillionsOfStates() {
        explore(new Bounds(3, 2, 3, 5, 1, 2, 1, 1), 1_500_000);
        explore(new Bounds(3, 2, 3, 5, 1, 2, 1, 2), 1_500_000);
    }

    /** @return whether there were no more states */
    private static boolean explore(Bounds bounds, int maxStates) {
        Map<World, Arrival> seen = new HashMap<>();
        Queue<World> frontier = new ArrayDeque<>();
        World first = World.begin(bounds);
        seen.put(first, new Arrival(first, new Event(World.Kind.RESTART, 0)));
        frontier.add(first);
        World world;
        while ((world = frontier.poll()) != null && seen.size() < maxStates) {
            for (Event event : world.events()) {
                try {
                    World next = world.after(event);
                    if (!seen.containsKey(next)) {
                        next.check();
                        seen.put(next, new Arrival(world, event));
                        frontier.add(next);
                    }
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("after " + path(seen, world) + " " + event + " in\n" + world, e);
                }
            }
        }
        System.out.printf(
                "replication: %,d states of %s explored%s%n",
                seen.size(), bounds, world == null ? ", all there are" : "");
        return world == null;
    }

    private static List<Event> path(Map<World, Arrival> seen, World to) {
        List<Event> events = new ArrayList<>();
        World at = to;
        while (seen.get(at).from() != at) {
            events.add(seen.get(at).by());
            at = seen.get(at).from();
        }
        Collections.reverse(events);
        return events;
    }
}
