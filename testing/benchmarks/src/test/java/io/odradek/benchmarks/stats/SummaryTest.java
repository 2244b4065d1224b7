package io.odradek.benchmarks.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void medianOfAnOddNumberIsTheMiddleValue() {
        assertThat(Summary.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Summary(4, 1, 9, 3));
    }

    @Test
    void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertThat(Summary.of(List.of(8.0, 1.0, 4.0, 2.0))).isEqualTo(new Summary(3, 1, 8, 4));
    }

    @Test
    void refusesNothingAndWhatIsNotFinite() {
        assertThatThrownBy(() -> Summary.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Summary.of(List.of(1.0, Double.NaN))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void latencyPercentilesCarryThreeDigits() {
        Latencies latencies = new Latencies();
        for (int ms = 1; ms <= 1000; ms++) {
            latencies.addNanos(TimeUnit.MILLISECONDS.toNanos(ms));
        }

        assertThat(latencies.count()).isEqualTo(1000);
        assertThat(latencies.percentileMs(50)).isCloseTo(500, within(0.5));
        assertThat(latencies.percentileMs(99)).isCloseTo(990, within(1.0));
        assertThat(latencies.percentileMs(99.9)).isCloseTo(999, within(1.0));
    }

    @Test
    void latenciesOutsideTheRangeCountAsTheNearestBound() {
        Latencies latencies = new Latencies();
        latencies.addNanos(-5);
        latencies.addNanos(TimeUnit.HOURS.toNanos(2));

        assertThat(latencies.percentileMs(50)).isEqualTo(0.001);
        assertThat(latencies.percentileMs(100)).isCloseTo(600_000, within(600.0));
    }
}
