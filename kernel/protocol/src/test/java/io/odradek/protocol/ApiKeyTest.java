package io.odradek.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ApiKeyTest {
    @Test
    void everyApiOfKafkaThatHasVersionsIsThere() {
        assertThat(Arrays.stream(ApiKey.values()).map(Enum::name))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ApiKeys.values())
                        .filter(ApiKeys::hasValidVersion)
                        .map(Enum::name)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void numberNameAndVersionsAreThoseOfKafka(ApiKey key) {
        ApiKeys kafka = ApiKeys.forId(key.id());
        assertThat(key.name()).isEqualTo(kafka.name());
        assertThat(key.apiName()).isEqualTo(kafka.name);
        assertThat(key.lowestVersion()).isEqualTo(kafka.oldestVersion());
        assertThat(key.highestVersion()).isEqualTo(kafka.latestVersion());
        assertThat(key.highestStableVersion()).isEqualTo(kafka.latestVersion(false));
        assertThat(ApiKey.forId(key.id())).isSameAs(key);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAdvertisedIsWhatKafkaAdvertises(ApiKey key) {
        ApiKeys.forId(key.id())
                .toApiVersionForApiResponse(false, ApiMessageType.ListenerType.BROKER)
                .ifPresent(advertised -> {
                    assertThat(key.advertisedMinVersion()).isEqualTo(advertised.minVersion());
                    assertThat(key.highestStableVersion()).isEqualTo(advertised.maxVersion());
                });
    }

    @ParameterizedTest
    @EnumSource
    void headersAreThoseOfKafkaInEveryVersion(ApiKey key) {
        ApiKeys kafka = ApiKeys.forId(key.id());
        for (short version = key.lowestVersion(); version <= key.highestVersion(); version++) {
            assertThat(key.requestHeaderVersion(version)).isEqualTo(kafka.requestHeaderVersion(version));
            assertThat(key.responseHeaderVersion(version)).isEqualTo(kafka.responseHeaderVersion(version));
        }
    }

    @ParameterizedTest
    @EnumSource
    void listenersAreThoseOfKafka(ApiKey key) {
        EnumSet<ApiListener> expected = EnumSet.noneOf(ApiListener.class);
        for (ApiMessageType.ListenerType listener :
                ApiKeys.forId(key.id()).messageType.listeners()) {
            expected.add(ApiListener.valueOf(listener.name()));
        }
        assertThat(key.listeners()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "PRODUCE, 3, 13",
        "FETCH, 4, 18",
        "METADATA, 0, 13",
        "JOIN_GROUP, 0, 9",
        "API_VERSIONS, 0, 5",
        "TXN_OFFSET_COMMIT, 0, 6",
        "DELETE_GROUPS, 0, 3",
        "STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE, 0, 0",
        "UNREGISTER_CONTROLLER, 0, 0"
    })
    void versionsAreThoseOfKafka44(ApiKey key, short lowest, short highest) {
        assertThat(key.lowestVersion()).isEqualTo(lowest);
        assertThat(key.highestVersion()).isEqualTo(highest);
    }

    @Test
    void produceIsAdvertisedFromZeroButSupportedFromThree() {
        assertThat(ApiKey.PRODUCE.advertisedMinVersion()).isZero();
        assertThat(ApiKey.PRODUCE.supports((short) 2)).isFalse();
        assertThat(ApiKey.PRODUCE.supports((short) 3)).isTrue();
    }

    @Test
    void apisThatKafkaRemovedAndNumbersThatNeverWereAreUnknown() {
        for (int id : new int[] {-1, 4, 5, 6, 7, 95, Short.MAX_VALUE}) {
            assertThat(ApiKey.forId(id)).isNull();
        }
    }

    @Test
    void theUnstableVersionOfInitProducerIdIsNotAdvertised() {
        assertThat(ApiKey.INIT_PRODUCER_ID.latestVersionUnstable()).isTrue();
        assertThat(ApiKey.INIT_PRODUCER_ID.highestStableVersion()).isEqualTo((short) 5);
        assertThat(ApiKey.INIT_PRODUCER_ID.supports((short) 6)).isTrue();
    }
}
