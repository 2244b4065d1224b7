package io.odradek.testkit.versions;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.ApiVersionsRequest;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.ApiVersionsResponse.ApiVersion;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.wire.WireClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every version of every API that a broker advertises: with a request that succeeds and with one that it refuses. The
 * responses are read by Kafka's classes as well.
 */
class EveryVersionTest {
    private static final List<ApiCase> CASES = Stream.of(
                    RecordCases.all(),
                    OffsetCases.all(),
                    ClusterCases.all(),
                    NodeCases.all(),
                    ReassignmentCases.all(),
                    QuorumCases.all(),
                    TopicCases.all(),
                    ConfigCases.all(),
                    ClientCases.all(),
                    MembershipCases.all(),
                    GroupCases.all(),
                    CommittedOffsetCases.all())
            .flatMap(List::stream)
            .toList();

    /** What cannot succeed on one node whose quorum is fixed. */
    private static final Set<ApiKey> ONLY_REFUSED = Set.of(ApiKey.ADD_RAFT_VOTER, ApiKey.REMOVE_RAFT_VOTER);

    /** Cases that need nothing but the controller's own listener. */
    private static final Set<ApiKey> CONTROLLER_CASES =
            Set.of(ApiKey.CREATE_TOPICS, ApiKey.DELETE_TOPICS, ApiKey.CREATE_PARTITIONS, ApiKey.DESCRIBE_CONFIGS);

    private static OdradekBroker broker;
    private static Fixture fixture;

    @BeforeAll
    static void start() {
        broker = OdradekBroker.builder()
                .config("auto.create.topics.enable", false)
                .config("listeners", "PLAINTEXT://127.0.0.1:0,CONTROLLER://127.0.0.1:0")
                .start();
        try (WireClient client = new WireClient(broker)) {
            fixture = new Fixture(client, controllerPort());
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @TestFactory
    Stream<DynamicContainer> everyAdvertisedVersionIsServed() {
        return advertised(broker.port()).stream().map(api -> {
            ApiKey key = ApiKey.forId(api.apiKey());
            List<DynamicTest> tests = new ArrayList<>();
            // Produce begins at 0 for clients that look for message format 0, but is served from 3 on.
            int lowest = Math.max(api.minVersion(), key.lowestVersion());
            for (int version = lowest; version <= api.maxVersion(); version++) {
                for (ApiCase each : casesOf(key)) {
                    tests.add(test(each, (short) version, broker.port()));
                }
            }
            return DynamicContainer.dynamicContainer(key.apiName(), tests);
        });
    }

    @Test
    void everyAdvertisedApiIsTriedWithSuccessAndFailure() {
        for (ApiVersion api : advertised(broker.port())) {
            ApiKey key = ApiKey.forId(api.apiKey());
            assertThat(casesOf(key))
                    .as("%s", key)
                    .extracting(ApiCase::fails)
                    .contains(ONLY_REFUSED.contains(key) ? new Boolean[] {true} : new Boolean[] {true, false});
        }
    }

    @Test
    void anApiThatIsNotAdvertisedEndsTheConnection() {
        List<Integer> advertised = advertised(broker.port()).stream()
                .map(api -> (int) api.apiKey())
                .toList();
        List<ApiKey> others = Arrays.stream(ApiKey.values())
                .filter(key -> !advertised.contains((int) key.id()))
                .toList();
        assertThat(others).isNotEmpty();
        for (ApiKey key : others) {
            assertEndsConnection(broker.port(), key.id(), key.lowestVersion());
        }
        assertEndsConnection(broker.port(), (short) 4, (short) 0);
        assertEndsConnection(broker.port(), (short) 9999, (short) 0);
        assertEndsConnection(broker.port(), (short) -1, (short) 0);
    }

    @Test
    void aVersionThatIsNotServedEndsTheConnection() {
        for (ApiVersion api : advertised(broker.port())) {
            ApiKey key = ApiKey.forId(api.apiKey());
            if (key != ApiKey.API_VERSIONS) {
                assertEndsConnection(broker.port(), key.id(), (short) (api.maxVersion() + 1));
                assertEndsConnection(broker.port(), key.id(), (short) (key.lowestVersion() - 1));
            }
        }
    }

    @Test
    void aNewerApiVersionsIsAnsweredInVersion0WithTheTable() {
        try (WireClient client = new WireClient(broker)) {
            client.sendBytes(RawFrames.requestHeader(ApiKey.API_VERSIONS.id(), (short) 77, 5));
            ApiVersionsResponse response = RawFrames.apiVersionsV0(client.receiveFrame(), 5);
            assertThat(response.errorCode()).isEqualTo((short) 35);
            assertThat(response.apiKeys()).hasSameSizeAs(advertised(broker.port()));
        }
    }

    @Test
    void theControllerListenerServesWhatItAdvertisesAndNothingElse() {
        int port = controllerPort();
        List<ApiVersion> table = advertised(port);
        List<Integer> keys = table.stream().map(api -> (int) api.apiKey()).toList();
        assertThat(keys)
                .contains((int) ApiKey.CREATE_TOPICS.id(), (int) ApiKey.DESCRIBE_CLUSTER.id())
                .doesNotContain((int) ApiKey.PRODUCE.id(), (int) ApiKey.METADATA.id());
        for (ApiVersion api : advertised(broker.port())) {
            if (!keys.contains((int) api.apiKey())) {
                assertEndsConnection(port, api.apiKey(), api.maxVersion());
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> theControllerListenerAnswersInEveryVersion() {
        int port = controllerPort();
        return advertised(port).stream()
                .filter(api -> CONTROLLER_CASES.contains(ApiKey.forId(api.apiKey())))
                .flatMap(api -> IntStream.rangeClosed(api.minVersion(), api.maxVersion())
                        .boxed()
                        .flatMap(version -> casesOf(ApiKey.forId(api.apiKey())).stream()
                                .filter(ApiCase::fails)
                                .map(each -> test(each, version.shortValue(), port))));
    }

    private static int controllerPort() {
        return Integer.parseInt(broker.listeners().get("CONTROLLER").split(":")[1]);
    }

    private static DynamicTest test(ApiCase each, short version, int port) {
        return DynamicTest.dynamicTest(each.key() + " v" + version + " " + each.behaviour(), () -> {
            try (WireClient client = new WireClient("127.0.0.1", port)) {
                each.exchange().run(client, version, fixture);
            }
        });
    }

    private static List<ApiCase> casesOf(ApiKey key) {
        return CASES.stream().filter(each -> each.key() == key).toList();
    }

    private static List<ApiVersion> advertised(int port) {
        try (WireClient client = new WireClient("127.0.0.1", port)) {
            ApiVersionsRequest request = new ApiVersionsRequest()
                    .setClientSoftwareName("odradek-test")
                    .setClientSoftwareVersion("1.0");
            return client.ask(request, ApiVersionsResponse.class).apiKeys();
        }
    }

    private static void assertEndsConnection(int port, short key, short version) {
        try (WireClient client = new WireClient("127.0.0.1", port)) {
            client.sendBytes(RawFrames.requestHeader(key, version, 1));
            assertThat(client.isClosedByTheBroker())
                    .as("closed after API key %d v%d", key, version)
                    .isTrue();
        }
    }
}
