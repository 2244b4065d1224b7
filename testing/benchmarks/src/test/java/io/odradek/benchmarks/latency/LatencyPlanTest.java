package io.odradek.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LatencyPlanTest {
    private static final LatencyPlan PLAN = new LatencyPlan("127.0.0.1:9092", "topic", 1000, 200, 5, 20);

    @Test
    void planSurvivesTheCommandLine() {
        assertThat(LatencyPlan.of(PLAN.arguments().toArray(String[]::new))).isEqualTo(PLAN);
        assertThat(PLAN.warmupRecords()).isEqualTo(5_000);
        assertThat(PLAN.allRecords()).isEqualTo(25_000);
    }

    @Test
    void planNeedsRoomForTheStampAndSomethingToSend() {
        assertThatThrownBy(() -> new LatencyPlan("h:1", "t", 1000, Stamp.BYTES - 1, 5, 20))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LatencyPlan("h:1", "t", 0, 200, 5, 20))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LatencyPlan.of("h:1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resultSurvivesOtherOutputAroundIt() {
        LatencyResult result = new LatencyResult(1.5, 20.25, 99.125, 49_999.5);

        assertThat(LatencyResult.find("a warning\n" + result.line() + "\nbye\n"))
                .isEqualTo(result);
    }

    @Test
    void noResultIsAnErrorThatShowsTheOutput() {
        assertThatThrownBy(() -> LatencyResult.find("it broke"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it broke");
    }

    @Test
    void stampHoldsIndexAndDueTime() {
        byte[] value = new byte[200];
        Stamp.write(value, 7, -123_456_789L);

        assertThat(Stamp.index(value)).isEqualTo(7);
        assertThat(Stamp.dueNanos(value)).isEqualTo(-123_456_789L);
    }
}
