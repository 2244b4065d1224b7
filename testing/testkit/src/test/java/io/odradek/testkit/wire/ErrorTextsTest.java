package io.odradek.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.odradek.protocol.message.ProduceResponse.TopicProduceResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link WireClient} holds every response of every test to. */
class ErrorTextsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Broker ID 5 is not currently registered",
                "Topic 'a' already exists.",
                "Not a number of type INT. Use a whole number.",
                "Is another broker running? Stop it.",
                "The folder is not empty. Ignoring...",
                "Unable to parse 1..5"
            })
    void wellPunctuated(String message) {
        assertThat(ErrorTexts.problem(message)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"It failed..", "It failed.. Try again.", "It failed. . Try again.", "Did it fail?."})
    void aSentenceThatEndsTwiceIsFound(String message) {
        assertThat(ErrorTexts.problem(message)).isEqualTo("a sentence ends twice");
    }

    @Test
    void theLastOfSeveralSentencesMustEnd() {
        assertThat(ErrorTexts.problem("It failed. Try again")).isEqualTo("the last sentence does not end");
    }

    @Test
    void messagesAreFoundHoweverDeepTheyLie() {
        CreateTopicsResponse topics = new CreateTopicsResponse();
        topics.topics().add(new CreatableTopicResult().setName("a..b").setErrorMessage("It failed."));
        assertThatNoException().isThrownBy(() -> ErrorTexts.check(topics));
        topics.topics().add(new CreatableTopicResult().setName("b").setErrorMessage("It failed.."));
        assertThatThrownBy(() -> ErrorTexts.check(topics)).hasMessageContaining("<It failed..>");

        PartitionProduceResponse partition = new PartitionProduceResponse();
        partition
                .recordErrors()
                .add(new BatchIndexAndErrorMessage().setBatchIndex(0).setBatchIndexErrorMessage("No key.."));
        ProduceResponse produced = new ProduceResponse();
        produced.responses().add(new TopicProduceResponse().setName("a").setPartitionResponses(List.of(partition)));
        assertThatThrownBy(() -> ErrorTexts.check(produced)).hasMessageContaining("<No key..>");
    }
}
