package io.odradek.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.group.GroupMetadataValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever members do and whenever: each request is answered once, and each generation has one leader and protocol. */
class RandomCommandsTest {
    private static final int RUNS = 250;
    private static final int COMMANDS = 150;
    private static final long LONGER_THAN_ALL_TIMEOUTS = 3_600_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 100_000, 200_000, 300_000})
    void everyRequestIsAnsweredOnceAndEveryGenerationIsOne(long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            try {
                new Run(seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Run {
        private final Random random;
        private final GroupScript script;
        private final List<ScriptMember> members = new ArrayList<>();
        private final Map<Integer, String> generations = new HashMap<>();

        Run(long seed) {
            random = new Random(seed);
            script = new GroupScript(
                    GroupScript.settings(random.nextBoolean() ? 0 : 3_000, random.nextBoolean() ? 4 : 100));
            for (int i = 0; i < 4; i++) {
                members.add(script.member("m" + i).version(random.nextBoolean() ? 3 : 9));
            }
            for (int i = 0; i < 2; i++) {
                members.add(script.member("s" + i).version(9).instance("i" + i));
            }
            members.forEach(
                    member -> member.session(6_000 + random.nextInt(20_000)).rebalance(1 + random.nextInt(40_000)));
        }

        void run() {
            for (int i = 0; i < COMMANDS; i++) {
                command();
                members.forEach(this::checkGeneration);
            }
            script.advance(LONGER_THAN_ALL_TIMEOUTS);
            assertThat(script.waitingRequests()).isEmpty();
            assertThat(script.timers()).isEmpty();
            assertThat(script.shard().describe(GroupScript.GROUP, (short) 5).members())
                    .isEmpty();
            checkLog();
        }

        private void command() {
            ScriptMember member = members.get(random.nextInt(members.size()));
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4 -> member.join();
                case 5, 6, 7 -> member.syncAll();
                case 8, 9, 10 -> member.heartbeat();
                case 11 -> member.leave();
                case 12 -> member.restarted();
                case 13 -> member.commit("t", 0, random.nextInt(100));
                case 14 -> member.protocols(random.nextBoolean() ? "range:t" : "range:u", "sticky:t");
                case 15 -> members.forEach(ScriptMember::heartbeat);
                case 16, 17 -> script.advance(random.nextInt(2_000));
                case 18 -> script.advance(random.nextInt(12_000));
                default -> {
                    if (random.nextInt(20) == 0) {
                        script.failOver();
                        // Generations that were never written begin anew under the same number.
                        generations.clear();
                        members.forEach(ScriptMember::restarted);
                    }
                }
            }
        }

        private void checkGeneration(ScriptMember member) {
            if (member.generation() > 0) {
                // A static leader may come back under another id: its instance is what counts.
                String leader = member.leader().split("-", 2)[0] + " with " + member.protocol();
                assertThat(generations.putIfAbsent(member.generation(), leader))
                        .as("generation %d", member.generation())
                        .isIn(null, leader);
            }
        }

        private void checkLog() {
            int last = 0;
            for (GroupRecord record : script.log()) {
                if (record.value() instanceof GroupMetadataValue value) {
                    assertThat(value.generation()).isGreaterThanOrEqualTo(last);
                    last = value.generation();
                }
            }
        }
    }
}
