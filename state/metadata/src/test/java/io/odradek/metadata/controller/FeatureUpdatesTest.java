package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.metadata.Fixture;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.ControllerRegistrationRequest;
import io.odradek.protocol.message.ControllerRegistrationResponse;
import io.odradek.protocol.message.UnregisterControllerRequest;
import io.odradek.protocol.message.UnregisterControllerResponse;
import io.odradek.protocol.message.UpdateFeaturesRequest;
import io.odradek.protocol.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.odradek.protocol.message.UpdateFeaturesResponse;
import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureUpdatesTest {
    private static final int UPGRADE = 1;
    private static final int SAFE_DOWNGRADE = 2;
    private static final int UNSAFE_DOWNGRADE = 3;

    private final Fixture cluster = new Fixture(3, Map.of());

    private static UpdateFeaturesRequest request(String feature, int level, int type) {
        return new UpdateFeaturesRequest()
                .setFeatureUpdates(List.of(new FeatureUpdateKey()
                        .setFeature(feature)
                        .setMaxVersionLevel((short) level)
                        .setUpgradeType((byte) type)));
    }

    private Decision<MetadataRecord, UpdateFeaturesResponse> decide(UpdateFeaturesRequest request) {
        return new FeatureDecider().update(cluster.image(), request, cluster.context(), cluster.moment());
    }

    private void refused(UpdateFeaturesRequest request, String... parts) {
        Decision<MetadataRecord, UpdateFeaturesResponse> decision = decide(request);
        assertThat(decision.records()).isEmpty();
        assertThat(ErrorCode.forCode(decision.reply().errorCode())).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
        assertThat(decision.reply().errorMessage())
                .startsWith("The update failed for all features since the following feature had an error: ");
        for (String part : parts) {
            assertThat(decision.reply().errorMessage()).contains(part);
        }
    }

    private void level(int level) {
        cluster.feature("metadata.version", level);
    }

    @Test
    void aLevelIsFinalizedWhenAllCanRunWithIt() {
        level(25);
        cluster.start(1, "");
        UpdateFeaturesResponse response = cluster.apply(decide(request("metadata.version", 30, UPGRADE)));
        assertThat(response.errorCode()).isZero();
        assertThat(response.results()).hasSize(1);
        assertThat(cluster.image().features()).containsEntry("metadata.version", (short) 30);
        assertThat(decide(request("metadata.version", 30, UPGRADE)).records())
                .as("nothing changes")
                .isEmpty();
    }

    @Test
    void validationOnlyChangesNothing() {
        level(25);
        Decision<MetadataRecord, UpdateFeaturesResponse> decision =
                decide(request("metadata.version", 30, UPGRADE).setValidateOnly(true));
        assertThat(decision.reply().errorCode()).isZero();
        assertThat(decision.records()).isEmpty();
    }

    @Test
    void whoeverCannotIsNamed() {
        level(25);
        refused(
                request("metadata.version", 99, UPGRADE),
                "Invalid update version 99 for feature metadata.version. Local controller 1 only supports versions 7-33");
        refused(
                request("no.such.feature", 1, UPGRADE),
                "Invalid update version 1 for feature no.such.feature. Local controller 1 does not support this feature.");
        BrokerRegistrationRequest old = cluster.registration(2, "").setFeatures(List.of());
        Fixture.feature(old, "metadata.version", 7, 26);
        cluster.register(old);
        refused(request("metadata.version", 30, UPGRADE), "Broker 2 only supports versions 7-26");
        assertThat(decide(request("metadata.version", 26, UPGRADE)).reply().errorCode())
                .isZero();
    }

    @Test
    void everyVoterHasToBeRegistered() {
        level(25);
        Moment three = new Moment(9, cluster.nowMs(), cluster.contacts(), new QuorumFacts((short) 1, List.of(1, 2, 3)));
        UpdateFeaturesRequest request = request("metadata.version", 30, UPGRADE);
        assertThat(new FeatureDecider()
                        .update(cluster.image(), request, cluster.context(), three)
                        .reply()
                        .errorMessage())
                .contains("controller 2 has not registered, and may not support this feature");
        for (int id : List.of(2, 3)) {
            ControllerRegistrationRequest registration =
                    new ControllerRegistrationRequest().setControllerId(id).setIncarnationId(new Uuid(1, id));
            registration
                    .features()
                    .add(new ControllerRegistrationRequest.Feature()
                            .setName("metadata.version")
                            .setMinSupportedVersion((short) 7)
                            .setMaxSupportedVersion((short) (id == 2 ? 33 : 29)));
            ControllerRegistrationResponse response =
                    cluster.apply(new ControllerDecider().register(cluster.image(), registration));
            assertThat(response.errorCode()).isZero();
        }
        assertThat(new FeatureDecider()
                        .update(cluster.image(), request, cluster.context(), three)
                        .reply()
                        .errorMessage())
                .contains("Controller 3 only supports versions 7-29");
    }

    @Test
    void levelsFallOnlyWhenAskedAndOnlyWhereNothingIsLost() {
        level(29);
        refused(request("metadata.version", 28, UPGRADE), "without setting the upgrade type to either safe or unsafe");
        refused(request("metadata.version", 30, SAFE_DOWNGRADE), "Can't downgrade to a newer version.");
        refused(request("metadata.version", 28, 0), "The controller does not support the given upgrade type.");
        refused(request("metadata.version", -1, UPGRADE), "A feature version cannot be less than 0.");
        refused(
                request("metadata.version", 22, SAFE_DOWNGRADE),
                "Refusing to perform the requested downgrade because it might delete metadata information.");
        refused(
                request("metadata.version", 22, UNSAFE_DOWNGRADE),
                "Unsafe metadata downgrade is not supported in this version.");
        assertThat(decide(request("metadata.version", 23, SAFE_DOWNGRADE))
                        .reply()
                        .errorCode())
                .isZero();
        UpdateFeaturesRequest versionZero = request("metadata.version", 23, UPGRADE);
        versionZero.featureUpdates().getFirst().setAllowDowngrade(true);
        assertThat(decide(versionZero).reply().errorCode()).isZero();
    }

    @Test
    void eligibleLeaderReplicasNeedTheirMetadataLevel() {
        level(22);
        refused(
                request(FeatureDecider.ELR_VERSION, 1, UPGRADE),
                "eligible.leader.replicas.version could not be set to 1 because it depends on metadata.version level 23");
        level(23);
        cluster.apply(decide(request(FeatureDecider.ELR_VERSION, 1, UPGRADE)));
        assertThat(PartitionRules.elrEnabled(cluster.image())).isTrue();
    }

    /** From then on leaders and controller have to agree on the minimum, whatever the files of single brokers say. */
    @Test
    void theMinimumOfTheFileBecomesTheClusters() {
        Fixture two = new Fixture(1, Map.of("min.insync.replicas", "2"));
        two.start(1, "");
        two.apply(List.of(new ConfigRecord()
                .setResourceType((byte) 4)
                .setResourceName("1")
                .setName("min.insync.replicas")
                .setValue("3")));
        two.apply(new FeatureDecider()
                .update(two.image(), request(FeatureDecider.ELR_VERSION, 1, UPGRADE), two.context(), two.moment()));
        assertThat(two.image().configs().of(ConfigResource.allBrokers())).containsEntry("min.insync.replicas", "2");
        assertThat(two.image().configs().of(ConfigResource.broker(1))).isEmpty();
    }

    @Test
    void eligibleLeaderReplicasAreNotGivenUpWhereTheyAreAllThereIs() {
        cluster.start(1, "");
        cluster.start(2, "");
        cluster.apply(decide(request(FeatureDecider.ELR_VERSION, 1, UPGRADE)));
        cluster.topic("t", Map.of("min.insync.replicas", "2"), 1, 2);
        cluster.kill(1);
        cluster.kill(2);
        refused(
                request(FeatureDecider.ELR_VERSION, 0, SAFE_DOWNGRADE),
                "1 partition(s) have no in-sync replica, only eligible leader replicas. Start their brokers first.");
        cluster.heartbeat(1);
        cluster.apply(decide(request(FeatureDecider.ELR_VERSION, 0, SAFE_DOWNGRADE)));
        assertThat(cluster.partition("t", 0).elr()).isEmpty();
        assertThat(cluster.image().features()).doesNotContainKey(FeatureDecider.ELR_VERSION);
    }

    /** KAFKA-18979: no record of the image ever has the quorum's own level. */
    @Test
    void theLevelOfTheQuorumIsNotWrittenHere() {
        UpdateFeaturesRequest request = request("kraft.version", 1, UPGRADE);
        assertThat(decide(request).records()).isEmpty();
        assertThat(FeatureDecider.kraftVersion(request)).contains((short) 1);
        assertThat(FeatureDecider.kraftVersion(request("metadata.version", 30, UPGRADE)))
                .isEmpty();
    }

    @Test
    void oneBadUpdateRefusesAll() {
        level(25);
        UpdateFeaturesRequest both = new UpdateFeaturesRequest()
                .setFeatureUpdates(List.of(
                        new FeatureUpdateKey().setFeature("metadata.version").setMaxVersionLevel((short) 30),
                        new FeatureUpdateKey().setFeature("nonsense").setMaxVersionLevel((short) 1)));
        refused(both, "nonsense");
    }

    @Test
    void controllersAreTakenOffTheListByName() {
        ControllerDecider decider = new ControllerDecider();
        UnregisterControllerRequest request = new UnregisterControllerRequest().setControllerId(2);
        UnregisterControllerResponse unknown =
                decider.unregister(cluster.image(), request).reply();
        assertThat(ErrorCode.forCode(unknown.errorCode())).isEqualTo(ErrorCode.CONTROLLER_ID_NOT_REGISTERED);
        assertThat(unknown.errorMessage()).isEqualTo("Controller ID 2 is not currently registered.");
        cluster.apply(decider.register(cluster.image(), new ControllerRegistrationRequest().setControllerId(2)));
        assertThat(cluster.image().nodes().controllers()).containsKey(2);
        assertThat(cluster.apply(decider.unregister(cluster.image(), request)).errorCode())
                .isZero();
        assertThat(cluster.image().nodes().controllers()).isEmpty();
        level(32);
        assertThat(decider.unregister(cluster.image(), request).reply().errorCode())
                .isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
        level(14);
        assertThat(decider.register(cluster.image(), new ControllerRegistrationRequest())
                        .reply()
                        .errorCode())
                .isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
    }
}
