package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchRequest.ForgottenTopic;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Fetch sessions (KIP-227): what a client need not repeat, and what it is not told again. */
@OdradekTest
class FetchSessionTest {
    private WireClient client;
    private String first;
    private String second;
    private Uuid firstId;

    @BeforeEach
    void connect(OdradekBroker broker, TestInfo test) {
        client = new WireClient(broker);
        first = test.getTestMethod().orElseThrow().getName() + "-1";
        second = test.getTestMethod().orElseThrow().getName() + "-2";
        firstId = Requests.createTopic(client, first, 1, Map.of());
        Requests.createTopic(client, second, 1, Map.of());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void theFirstFetchIsToldEverythingAndLaterOnesWhatChanged() {
        FetchResponse full = begin();
        assertThat(full.responses()).hasSize(2);

        assertThat(next(full, 1).responses()).isEmpty();

        Requests.append(client, second, Batches.of("x"));
        FetchResponse changed = next(full, 2);
        assertThat(changed.responses())
                .singleElement()
                .satisfies(topic -> assertThat(topic.topic()).isEqualTo(second));
    }

    @Test
    void aFetchOfASessionMayMoveAnOffset() {
        FetchResponse full = begin();
        Requests.append(client, second, Batches.of("x"));
        assertThat(next(full, 1).responses()).hasSize(1);
        FetchRequest moved = incremental(full, 2).setTopics(List.of(Requests.fetchTopic(second, 0, 1)));
        assertThat(ask(moved).responses()).isEmpty();
    }

    @Test
    void aLongPollOfASessionIsWokenByAPartitionItDoesNotName(OdradekBroker broker) {
        FetchResponse full = begin();
        client.send(incremental(full, 1).setMaxWaitMs(30_000), Requests.NAMED);
        assertThat(client.hearsNothingFor(Duration.ofMillis(50))).isTrue();
        try (WireClient producer = new WireClient(broker)) {
            Requests.append(producer, first, Batches.of("x"));
        }
        FetchResponse woken = (FetchResponse) client.receive(ApiKey.FETCH, Requests.NAMED);
        assertThat(woken.responses())
                .singleElement()
                .satisfies(topic -> assertThat(topic.topic()).isEqualTo(first));
    }

    @Test
    void aForgottenPartitionIsNoLongerRead() {
        FetchResponse full = begin();
        FetchRequest forget = incremental(full, 1)
                .setForgottenTopicsData(
                        List.of(new ForgottenTopic().setTopic(second).setPartitions(List.of(0))));
        assertThat(ask(forget).responses()).isEmpty();
        Requests.append(client, second, Batches.of("x"));
        assertThat(next(full, 2).responses()).isEmpty();
    }

    @Test
    void anotherEpochThanTheNextIsRefused() {
        FetchResponse full = begin();
        assertThat(error(next(full, 7))).isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
        assertThat(error(next(full, 1))).isEqualTo(ErrorCode.NONE);
        assertThat(error(next(full, 1))).isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
    }

    @Test
    void anUnknownSessionIsRefused() {
        FetchRequest request = Requests.fetch(first, 0).setSessionId(123456).setSessionEpoch(1);
        assertThat(error(ask(request))).isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void theLastFetchOfASessionEndsIt() {
        FetchResponse full = begin();
        FetchRequest last =
                Requests.fetch(first, 0).setSessionId(full.sessionId()).setSessionEpoch(-1);
        assertThat(ask(last).sessionId()).isZero();
        assertThat(error(next(full, 1))).isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void theEndOfASessionEndsItsLongPollAsWell() {
        FetchResponse full = begin();
        client.send(incremental(full, 1).setMaxWaitMs(30_000), Requests.NAMED);
        FetchRequest last = new FetchRequest().setSessionId(full.sessionId()).setSessionEpoch(-1);
        client.send(last, Requests.NAMED);
        assertThat(((FetchResponse) client.receive(ApiKey.FETCH, Requests.NAMED, 1)).responses())
                .isEmpty();
        assertThat(((FetchResponse) client.receive(ApiKey.FETCH, Requests.NAMED)).sessionId())
                .isZero();
    }

    @Test
    void aSessionKeepsToTopicNamesOrToTopicIds() {
        FetchResponse full = begin();
        FetchRequest byId = incremental(full, 1);
        FetchResponse refused = client.ask(byId, ApiKey.FETCH.highestStableVersion(), FetchResponse.class);
        assertThat(error(refused)).isEqualTo(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
    }

    @Test
    void aSessionByTopicIdsWorksAlike() {
        int version = ApiKey.FETCH.highestStableVersion();
        FetchRequest.FetchTopic topic = Requests.fetchTopic("", 0, 0).setTopicId(firstId);
        FetchResponse full = client.ask(
                Requests.fetch("", 0).setSessionEpoch(0).setTopics(List.of(topic)), version, FetchResponse.class);
        assertThat(full.sessionId()).isPositive();
        Requests.append(client, first, Batches.of("x"));
        FetchResponse changed = client.ask(incremental(full, 1), version, FetchResponse.class);
        assertThat(changed.responses())
                .singleElement()
                .satisfies(each -> assertThat(each.topicId()).isEqualTo(firstId));
    }

    private FetchResponse begin() {
        FetchRequest request = Requests.fetch(first, 0)
                .setSessionEpoch(0)
                .setTopics(List.of(Requests.fetchTopic(first, 0, 0), Requests.fetchTopic(second, 0, 0)));
        FetchResponse response = ask(request);
        assertThat(error(response)).isEqualTo(ErrorCode.NONE);
        assertThat(response.sessionId()).isPositive();
        return response;
    }

    private FetchResponse next(FetchResponse session, int epoch) {
        return ask(incremental(session, epoch));
    }

    private static FetchRequest incremental(FetchResponse session, int epoch) {
        return new FetchRequest()
                .setMinBytes(1)
                .setMaxBytes(1_000_000)
                .setSessionId(session.sessionId())
                .setSessionEpoch(epoch);
    }

    private FetchResponse ask(FetchRequest request) {
        return client.ask(request, Requests.NAMED, FetchResponse.class);
    }

    private static ErrorCode error(FetchResponse response) {
        return ErrorCode.forCode(response.errorCode());
    }
}
