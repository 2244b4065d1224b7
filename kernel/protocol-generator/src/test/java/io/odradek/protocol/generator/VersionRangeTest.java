package io.odradek.protocol.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {
    @ParameterizedTest
    @ValueSource(strings = {"none", "3", "3+", "3-5"})
    void theNotationOfTheSpecsComesBack(String text) {
        assertThat(VersionRange.parse(text)).hasToString(text);
    }

    @Test
    void rangesWithNothingInCommonIntersectInNone() {
        assertThat(VersionRange.parse("0-3").intersect(VersionRange.parse("4+")))
                .isEqualTo(VersionRange.NONE);
        assertThat(VersionRange.NONE.intersect(VersionRange.parse("0+"))).isEqualTo(VersionRange.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "0+,  0-9, true",
        "3+,  0-9, version >= 3",
        "0-4, 0-9, version <= 4",
        "3-4, 0-9, version >= 3 && version <= 4",
        "4,   0-9, version == 4",
        "12+, 0-9, false",
        "none, 0-9, false"
    })
    void aConditionAsksOnlyForWhatIsNotKnown(String wanted, String possible, String expected) {
        Condition condition = Condition.versionIn(VersionRange.parse(wanted), VersionRange.parse(possible));
        assertThat(condition.text()).isEqualTo(expected);
    }

    @Test
    void conditionsThatAlwaysOrNeverHoldDisappear() {
        Condition some = new Condition("a || b");
        assertThat(some.and(Condition.ALWAYS)).isEqualTo(some);
        assertThat(some.and(Condition.NEVER)).isEqualTo(Condition.NEVER);
        assertThat(some.and(new Condition("c")).text()).isEqualTo("(a || b) && c");
        assertThat(Condition.ALWAYS.not()).isEqualTo(Condition.NEVER);
    }
}
