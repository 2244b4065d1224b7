package io.odradek.broker.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.ManualTimers;
import io.odradek.storage.ManualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private final ManualTime time = new ManualTime();
    private final ManualTimers timers = new ManualTimers(time);
    private final Retries retries = new Retries(timers, time);
    private final List<Long> attemptsMs = new ArrayList<>();

    private void failing() {
        attemptsMs.add(time.monotonicMillis());
        retries.failed("partition a-0", "the disk is full", this::failing);
    }

    @Test
    void pausesGrowUpToABound() {
        failing();
        for (int i = 0; i < 600; i++) {
            timers.advance(125);
        }
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < attemptsMs.size(); i++) {
            pauses.add(attemptsMs.get(i) - attemptsMs.get(i - 1));
        }
        assertThat(pauses).startsWith(250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L);
    }

    @Test
    void whatIsOutstandingIsShownWithTheLastReasonAndTheFirstTime() {
        long since = time.wallMillis();
        retries.failed("a", "full", () -> {});
        time.advance(70);
        retries.failed("b", "offline", () -> {});
        retries.failed("a", "still full", () -> {});
        assertThat(retries.outstanding())
                .containsExactly(
                        new Outstanding("a", "still full", since, 2), new Outstanding("b", "offline", since + 70, 1));
    }

    @Test
    void whatIsDoneOrNotWantedIsNeitherShownNorTriedAgain() {
        retries.failed("a", "full", this::failing);
        retries.failed("b", "full", this::failing);
        retries.done("a");
        retries.drop("b");
        assertThat(retries.outstanding()).isEmpty();
        timers.advance(Retries.MAX_PAUSE_MS);
        assertThat(attemptsMs).isEmpty();
    }

    @Test
    void aLaterFailureReplacesTheAttemptThatWasToCome() {
        retries.failed("a", "full", this::failing);
        retries.failed("a", "full", () -> attemptsMs.add(-1L));
        timers.advance(Retries.MAX_PAUSE_MS);
        assertThat(attemptsMs).containsExactly(-1L);
    }

    @Test
    void nothingIsTriedOnceTheNodeStops() {
        retries.failed("a", "full", this::failing);
        retries.close();
        retries.failed("b", "full", this::failing);
        timers.advance(Retries.MAX_PAUSE_MS);
        assertThat(attemptsMs).isEmpty();
        assertThat(timers.armed()).isZero();
    }
}
