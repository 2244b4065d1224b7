package io.odradek.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScenariosTest {
    @Test
    void namesAreUniqueAndHoldNoBlanks() {
        assertThat(Scenarios.all())
                .extracting(Scenario::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9-]+"));
    }

    @Test
    void noNameMeansAllAndNamesKeepTheirOwnOrder() {
        assertThat(Scenarios.named(List.of())).isEqualTo(Scenarios.all());
        assertThat(Scenarios.named(List.of("start", "produce-1k")))
                .extracting(Scenario::name)
                .containsExactly("produce-1k", "start");
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> Scenarios.named(List.of("start", "stop")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no scenario [stop]; there are [produce-100b");
    }
}
