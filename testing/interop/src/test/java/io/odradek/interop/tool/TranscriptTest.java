package io.odradek.interop.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.interop.tool.Transcript.Order;
import io.odradek.interop.tool.Transcript.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    @Test
    void parse_commandInputErrorAndLines() {
        Transcript transcript = Transcript.parse("""
                # two commands
                $ kafka-x --a b
                < in
                = 1
                ! went wrong
                (in any order)
                one

                two
                $ kafka-y
                """);

        assertThat(transcript.steps())
                .containsExactly(
                        new Step(
                                "kafka-x --a b",
                                List.of("in"),
                                1,
                                List.of("went wrong"),
                                Order.ANY,
                                List.of("one", "two")),
                        new Step("kafka-y", List.of(), 0, List.of(), Order.EXACT, List.of()));
        assertThat(transcript.steps().get(0).words()).containsExactly("kafka-x", "--a", "b");
    }

    @Test
    void linePattern_holesMatchOnlyTheirKind() {
        LinePattern pattern = LinePattern.of("Topic: a.b\tTopicId: <uuid> Count: <number>");

        assertThat(pattern.matches("Topic: a.b  TopicId: V5yyedz0TUSi1dV-HIozWw\tCount: 3 "))
                .isTrue();
        assertThat(pattern.matches("Topic: axb TopicId: V5yyedz0TUSi1dV-HIozWw Count: 3"))
                .isFalse();
        assertThat(pattern.matches("Topic: a.b TopicId: V5yyedz0TUSi1dV-HIozWw Count: x"))
                .isFalse();
    }

    @Test
    void mismatch_namesTheFirstDifference() {
        List<String> printed = List.of("b", "a", "");

        assertThat(LineMatch.mismatch(Order.EXACT, List.of("b", "a"), printed)).isEmpty();
        assertThat(LineMatch.mismatch(Order.EXACT, List.of("a", "b"), printed)).hasValue("expected: a\n but was: b");
        assertThat(LineMatch.mismatch(Order.EXACT, List.of("b"), printed)).hasValue("unexpected line: a");
        assertThat(LineMatch.mismatch(Order.ANY, List.of("a", "b"), printed)).isEmpty();
        assertThat(LineMatch.mismatch(Order.ANY, List.of("a"), printed)).hasValue("unexpected line: b");
        assertThat(LineMatch.mismatch(Order.AMONG_OTHERS, List.of("a"), printed))
                .isEmpty();
        assertThat(LineMatch.mismatch(Order.AMONG_OTHERS, List.of("a", "b"), printed))
                .hasValue("missing line: b");
    }
}
