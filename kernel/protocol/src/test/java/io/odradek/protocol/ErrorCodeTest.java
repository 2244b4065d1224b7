package io.odradek.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {
    @Test
    void everyErrorOfKafkaIsThereAndNoOther() {
        assertThat(Arrays.stream(ErrorCode.values()).map(Enum::name))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Errors.values()).map(Enum::name).toList());
    }

    @ParameterizedTest
    @EnumSource
    void numberAndRetriabilityAreThoseOfKafka(ErrorCode error) {
        Errors kafka = Errors.valueOf(error.name());
        assertThat(error.code()).isEqualTo(kafka.code());
        assertThat(error.isRetriable()).isEqualTo(kafka.exception() instanceof RetriableException);
        assertThat(ErrorCode.forCode(kafka.code())).isSameAs(error);
        assertThat(error.defaultMessage()).isNotBlank();
    }

    @Test
    void unknownNumbersAreTakenForAnUnknownError() {
        assertThat(ErrorCode.forCode((short) 999)).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(ErrorCode.forCode((short) -7)).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
    }

    @Test
    void anApiExceptionCarriesCodeAndMessage() {
        ApiException exception = new ApiException(ErrorCode.INVALID_CONFIG, "no such key: retention.msx");
        assertThat(exception.code()).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(exception).hasMessage("no such key: retention.msx");
        assertThat(new ApiException(ErrorCode.NOT_CONTROLLER)).hasMessage(ErrorCode.NOT_CONTROLLER.defaultMessage());
    }
}
