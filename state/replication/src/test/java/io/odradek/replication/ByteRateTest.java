package io.odradek.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ByteRateTest {
    private static final Offset<Double> CLOSE = Offset.offset(1.0);

    private final ByteRate rate = new ByteRate(11, 1_000);

    @Test
    void aBurstCountsOverAllSamples() {
        rate.record(10_000, 50_000);
        assertThat(rate.perSecond(50_001)).isCloseTo(1_000, CLOSE);
        assertThat(rate.perSecond(55_000)).isCloseTo(1_000, CLOSE);
    }

    @Test
    void aSteadyFlowIsItsRate() {
        for (long now = 0; now < 60_000; now += 100) {
            rate.record(100, now);
        }
        assertThat(rate.perSecond(59_999)).isCloseTo(1_000, Offset.offset(20.0));
    }

    @Test
    void whatIsOlderThanTheSamplesIsForgotten() {
        rate.record(10_000, 0);
        assertThat(rate.perSecond(10_999)).isPositive();
        assertThat(rate.perSecond(11_000)).isZero();
        rate.record(10_000, 1_000_000);
        assertThat(rate.perSecond(1_000_001)).isCloseTo(1_000, CLOSE);
    }

    @Test
    void timeMayBeginBelowZero() {
        rate.record(10_000, -3_500);
        assertThat(rate.perSecond(-3_400)).isCloseTo(1_000, Offset.offset(100.0));
    }
}
