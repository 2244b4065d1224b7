package io.odradek.testkit.versions;

import static io.odradek.testkit.versions.ApiCase.fails;
import static io.odradek.testkit.versions.ApiCase.succeeds;
import static io.odradek.testkit.versions.Fixture.assertError;
import static io.odradek.testkit.versions.Fixture.assertNone;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.protocol.message.ControllerRegistrationRequest;
import io.odradek.protocol.message.ControllerRegistrationResponse;
import io.odradek.protocol.message.DescribeClusterRequest;
import io.odradek.protocol.message.DescribeClusterResponse;
import io.odradek.protocol.message.UnregisterBrokerRequest;
import io.odradek.protocol.message.UnregisterBrokerResponse;
import io.odradek.protocol.message.UnregisterControllerRequest;
import io.odradek.protocol.message.UnregisterControllerResponse;
import io.odradek.protocol.message.UpdateFeaturesRequest;
import io.odradek.protocol.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.odradek.protocol.message.UpdateFeaturesResponse;
import io.odradek.testkit.wire.WireClient;
import java.util.ArrayList;
import java.util.List;

/** Nodes that come and go, and what they can do together. */
final class NodeCases {
    private static final int NOBODY = 4711;
    private static final String METADATA_VERSION = "metadata.version";
    private static final short LATEST = 33;

    private NodeCases() {}

    static List<ApiCase> all() {
        return List.of(
                succeeds(ApiKey.UNREGISTER_BROKER, "takes a broker off the list", (client, version, fixture) -> {
                    int id = fixture.freshNumber();
                    registerBroker(client, fixture, id);
                    UnregisterBrokerResponse response = client.ask(
                            new UnregisterBrokerRequest().setBrokerId(id), version, UnregisterBrokerResponse.class);
                    assertNone(response.errorCode());
                }),
                fails(ApiKey.UNREGISTER_BROKER, "refuses one that is not registered", (client, version, _) -> {
                    UnregisterBrokerResponse response = client.ask(
                            new UnregisterBrokerRequest().setBrokerId(NOBODY), version, UnregisterBrokerResponse.class);
                    assertError(response.errorCode(), ErrorCode.BROKER_ID_NOT_REGISTERED);
                    assertThat(response.errorMessage()).contains("4711");
                }),
                succeeds(
                        ApiKey.UNREGISTER_CONTROLLER, "takes a controller off the list", (client, version, fixture) -> {
                            int id = fixture.freshNumber();
                            registerController(fixture, id);
                            UnregisterControllerResponse response = client.ask(
                                    new UnregisterControllerRequest().setControllerId(id),
                                    version,
                                    UnregisterControllerResponse.class);
                            assertNone(response.errorCode());
                        }),
                fails(ApiKey.UNREGISTER_CONTROLLER, "refuses one that is not registered", (client, version, _) -> {
                    UnregisterControllerResponse response = client.ask(
                            new UnregisterControllerRequest().setControllerId(NOBODY),
                            version,
                            UnregisterControllerResponse.class);
                    assertThat(response.errorCode()).isNotZero();
                }),
                succeeds(ApiKey.UPDATE_FEATURES, "finalizes the level that there is", (client, version, _) -> {
                    UpdateFeaturesResponse response = update(client, version, METADATA_VERSION, LATEST);
                    assertNone(response.errorCode());
                    response.results().forEach(result -> assertNone(result.errorCode()));
                }),
                fails(ApiKey.UPDATE_FEATURES, "refuses a feature that is not there", (client, version, _) -> {
                    UpdateFeaturesResponse response = update(client, version, "no.such.feature", (short) 1);
                    boolean refused = response.errorCode() != 0
                            || response.results().stream().anyMatch(result -> result.errorCode() != 0);
                    assertThat(refused).isTrue();
                }));
    }

    private static UpdateFeaturesResponse update(WireClient client, short version, String feature, short level) {
        UpdateFeaturesRequest request = new UpdateFeaturesRequest().setTimeoutMs(10_000);
        request.featureUpdates().add(new FeatureUpdateKey().setFeature(feature).setMaxVersionLevel(level));
        return client.ask(request, version, UpdateFeaturesResponse.class);
    }

    /** As a broker does that has just started: it stays fenced, for no heartbeat of it comes. */
    private static void registerBroker(WireClient client, Fixture fixture, int id) {
        String clusterId = client.ask(new DescribeClusterRequest(), DescribeClusterResponse.class)
                .clusterId();
        BrokerRegistrationRequest request = new BrokerRegistrationRequest()
                .setBrokerId(id)
                .setClusterId(clusterId)
                .setIncarnationId(new Uuid(11, id))
                .setLogDirs(new ArrayList<>(List.of(new Uuid(12_345, id))));
        request.listeners()
                .add(new BrokerRegistrationRequest.Listener()
                        .setName("PLAINTEXT")
                        .setHost("localhost")
                        .setPort(id));
        request.features().add(brokerFeature(METADATA_VERSION, (short) 7, LATEST));
        request.features().add(brokerFeature("kraft.version", (short) 0, (short) 1));
        request.features().add(brokerFeature("eligible.leader.replicas.version", (short) 0, (short) 1));
        try (WireClient controller = new WireClient("127.0.0.1", fixture.controllerPort())) {
            assertNone(controller.ask(request, BrokerRegistrationResponse.class).errorCode());
        }
    }

    private static BrokerRegistrationRequest.Feature brokerFeature(String name, short min, short max) {
        return new BrokerRegistrationRequest.Feature()
                .setName(name)
                .setMinSupportedVersion(min)
                .setMaxSupportedVersion(max);
    }

    private static void registerController(Fixture fixture, int id) {
        ControllerRegistrationRequest request =
                new ControllerRegistrationRequest().setControllerId(id).setIncarnationId(new Uuid(13, id));
        request.listeners()
                .add(new ControllerRegistrationRequest.Listener()
                        .setName("CONTROLLER")
                        .setHost("localhost")
                        .setPort(id));
        request.features()
                .add(new ControllerRegistrationRequest.Feature()
                        .setName(METADATA_VERSION)
                        .setMinSupportedVersion((short) 7)
                        .setMaxSupportedVersion(LATEST));
        try (WireClient controller = new WireClient("127.0.0.1", fixture.controllerPort())) {
            assertNone(controller
                    .ask(request, ControllerRegistrationResponse.class)
                    .errorCode());
        }
    }
}
