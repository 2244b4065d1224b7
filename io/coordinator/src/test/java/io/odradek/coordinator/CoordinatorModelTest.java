package io.odradek.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Time;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random commands, commits, losses and restarts against a plain model of what clients were told. */
class CoordinatorModelTest {
    private static final int STEPS = 1_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatWasRepliedIsNeverLostAndNothingUncommittedIsShown(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Trial trial = new Trial();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> trial.add("n" + random.nextInt(5));
                case 4, 5 -> trial.read();
                case 6, 7, 8 -> trial.commitSome(random);
                default -> {
                    if (random.nextInt(20) == 0) {
                        trial.loseTheTail(random);
                    }
                }
            }
            trial.settle();
        }
        trial.finish();
    }

    private static final class Trial {
        private final ManualExecutor serial = new ManualExecutor();
        private final MemoryLog log = new MemoryLog();
        private final CoordinatorRuntime<Map<String, Integer>, Ledger.Balance> runtime =
                new CoordinatorRuntime<>(Ledger.SPEC, serial, new ManualTimers(), new Clock());
        private final Map<String, Integer> replied = new HashMap<>();
        private int committed;
        private int reads;

        Trial() {
            runtime.activate(log, new LogReplay<>(log, Ledger.MACHINE, Ledger.CODEC, serial));
            settle();
        }

        void add(String name) {
            runtime.submit(Ledger.add(name, 1)).thenAccept(balance -> replied.merge(name, balance, Math::max));
        }

        /** A read must show at least what was replied before it was asked for, and nothing that is not committed. */
        void read() {
            Map<String, Integer> least = Map.copyOf(replied);
            runtime.submit(Ledger.read()).thenAccept(seen -> {
                reads++;
                least.forEach((name, balance) -> assertThat(seen.get(name)).isGreaterThanOrEqualTo(balance));
                Map<String, Integer> durable = committedState();
                seen.forEach((name, balance) -> assertThat(balance).isLessThanOrEqualTo(durable.getOrDefault(name, 0)));
            });
        }

        private Map<String, Integer> committedState() {
            BatchReplay<Map<String, Integer>, Ledger.Balance> replay = new BatchReplay<>(Ledger.MACHINE, Ledger.CODEC);
            for (long offset = 0; offset < committed; offset = replay.nextOffset()) {
                replay.replay(log.read(offset));
            }
            return replay.state();
        }

        void commitSome(SplittableRandom random) {
            while (committed < log.size() && random.nextInt(4) != 0) {
                log.commit(committed++);
            }
        }

        void loseTheTail(SplittableRandom random) {
            int keep = committed + random.nextInt(log.size() - committed + 1);
            while (committed < keep) {
                log.commit(committed++);
            }
            while (log.size() > keep) {
                log.lose(log.size() - 1, new ApiException(ErrorCode.NOT_LEADER_OR_FOLLOWER, "lost"));
            }
        }

        void settle() {
            serial.runAll();
        }

        void finish() {
            while (committed < log.size()) {
                log.commit(committed++);
            }
            settle();
            assertThat(new TreeMap<>(replied)).isEqualTo(committedState());
            assertThat(reads).isGreaterThan(STEPS / 20);
        }
    }

    private static final class Clock implements Time {
        @Override
        public long wallMillis() {
            return 0;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    }
}
