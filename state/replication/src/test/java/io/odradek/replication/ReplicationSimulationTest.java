package io.odradek.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.replication.World.Bounds;
import io.odradek.replication.World.Event;
import io.odradek.replication.World.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Long random lives of a partition. Afterwards nothing more goes wrong, and it must come together again.
 *
 * <p>That this can fail was tried by breaking guards one at a time: the high watermark without the leader's own disk; no wait
 * for a replica that is being let into the ISR, or put out of it; a newcomer that lacks records from before the epoch; a
 * follower that asks for offsets before they are on its disk; a refusal believed while an earlier AlterPartition may yet arrive;
 * answers taken that belong to another position; a truncation that looks at one log only. Each was found within 1,000 seeds.
 */
class ReplicationSimulationTest {
    private static final int STEPS = 250;
    private static final int HEALING_STEPS = 5_000;

    private static final Set<Kind> TROUBLE = EnumSet.of(
            Kind.PRODUCE,
            Kind.LOSE_FETCH,
            Kind.GIVE_UP_FETCH,
            Kind.CHECK_LAG,
            Kind.LOSE_ALTER_ANSWER,
            Kind.GIVE_UP_ALTER,
            Kind.CRASH,
            Kind.FENCE,
            Kind.ELECT);

    @Test
    void randomLivesLoseNothingAndHeal() {
        run(0, 2_000);
    }

    @Test
    @Tag("slow")
    void manyRandomLivesLoseNothingAndHeal() {
        run(1_000_000, 60_000);
    }

    private static void run(long firstSeed, int seeds) {
        long states = 0;
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            try {
                states += live(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        System.out.printf("replication: %,d seeds, %,d states simulated%n", seeds, states);
    }

    private static long live(long seed) {
        Random random = new Random(seed);
        int nodes = 2 + random.nextInt(3);
        Bounds bounds = new Bounds(
                nodes,
                5 + random.nextInt(40),
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                random.nextInt(5),
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                1 + random.nextInt(2));
        // Some lives are calm, so that much is replicated; some are nothing but trouble.
        double trouble = random.nextDouble();
        World world = World.begin(bounds);
        long states = 0;
        for (int step = 0; step < STEPS; step++) {
            world = world.after(pick(world.events(), random, trouble));
            world.check();
            states++;
        }
        for (int step = 0; step < HEALING_STEPS; step++) {
            if (world.hasHealed()) {
                return states;
            }
            List<Event> left = world.events().stream()
                    .filter(event -> !TROUBLE.contains(event.kind()))
                    .toList();
            if (left.isEmpty()) {
                // Whoever is down and not fenced yet is noticed.
                left = world.events().stream()
                        .filter(event -> event.kind() == Kind.FENCE)
                        .toList();
            }
            world = fenceTheDead(world);
            world = world.after(left.get(random.nextInt(left.size())));
            world.check();
            states++;
        }
        assertThat(world.hasHealed()).as("healed:\n%s", world).isTrue();
        return states;
    }

    private static World fenceTheDead(World world) {
        World fenced = world;
        for (ModelNode node : world.nodes()) {
            if (!node.up() && fenced.events().contains(new Event(Kind.FENCE, node.id()))) {
                fenced = fenced.after(new Event(Kind.FENCE, node.id()));
            }
        }
        return fenced;
    }

    private static Event pick(List<Event> events, Random random, double trouble) {
        Event event = events.get(random.nextInt(events.size()));
        while (TROUBLE.contains(event.kind()) && event.kind() != Kind.PRODUCE && random.nextDouble() > trouble) {
            event = events.get(random.nextInt(events.size()));
        }
        return event;
    }
}
