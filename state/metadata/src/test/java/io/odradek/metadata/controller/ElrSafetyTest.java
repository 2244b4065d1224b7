package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Decision;
import io.odradek.metadata.Fixture;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest;
import io.odradek.protocol.message.IncrementalAlterConfigsResponse;
import io.odradek.protocol.metadata.ClearElrRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ElrSafetyTest {
    private static final int TOPIC = 2;
    private static final int BROKER = 4;

    private final Fixture cluster = Fixture.of(3).feature(FeatureDecider.ELR_VERSION, 1);

    private Decision<MetadataRecord, IncrementalAlterConfigsResponse> minIsr(
            int type, String name, @Nullable String value) {
        IncrementalAlterConfigsRequest request = new IncrementalAlterConfigsRequest();
        request.resources()
                .add(new IncrementalAlterConfigsRequest.AlterConfigsResource()
                        .setResourceType((byte) type)
                        .setResourceName(name)
                        .setConfigs(List.of(new IncrementalAlterConfigsRequest.AlterableConfig()
                                .setName("min.insync.replicas")
                                .setConfigOperation((byte) (value == null ? 1 : 0))
                                .setValue(value))));
        return new ConfigDecider(cluster.context()).incrementalAlter(cluster.image(), request);
    }

    private static void refused(Decision<MetadataRecord, IncrementalAlterConfigsResponse> decision, String message) {
        IncrementalAlterConfigsResponse.AlterConfigsResourceResponse answer =
                decision.reply().responses().getFirst();
        assertThat(ErrorCode.forCode(answer.errorCode())).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(answer.errorMessage()).isEqualTo(message);
        assertThat(decision.records()).isEmpty();
    }

    @Test
    void anotherMinimumForgetsWhoWasEligible() {
        cluster.topic("t", Map.of("min.insync.replicas", "2"), 1, 2);
        cluster.kill(2);
        assertThat(cluster.partition("t", 0).elr()).containsExactly(2);
        Decision<MetadataRecord, IncrementalAlterConfigsResponse> decision = minIsr(TOPIC, "t", "1");
        assertThat(decision.records()).contains(new ClearElrRecord().setTopicName("t"));
        cluster.apply(decision);
        assertThat(cluster.partition("t", 0).elr()).isEmpty();
    }

    @Test
    void theMinimumOfTheClusterForgetsThemEverywhere() {
        cluster.topic("t", Map.of("min.insync.replicas", "2"), 1, 2);
        cluster.kill(2);
        assertThat(minIsr(BROKER, "", "2").records()).contains(new ClearElrRecord());
    }

    /** With them goes the last that the partition has; nothing is committed without a leader, so they stay. */
    @Test
    void aPartitionWithoutLeaderKeepsThem() {
        cluster.topic("t", Map.of("min.insync.replicas", "2"), 1, 2);
        cluster.topic("led", Map.of("min.insync.replicas", "2"), 3, 1);
        cluster.kill(2);
        cluster.kill(1);
        assertThat(cluster.partition("t", 0).hasLeader()).isFalse();
        cluster.apply(minIsr(TOPIC, "t", "1"));
        assertThat(cluster.partition("t", 0).elr()).containsExactly(1, 2);
        cluster.apply(minIsr(BROKER, "", "2"));
        assertThat(cluster.partition("t", 0).elr()).containsExactly(1, 2);
        assertThat(cluster.partition("led", 0).elr()).isEmpty();
    }

    /**
     * Found by ControllerScheduleTest (seed 697): a leader elected from the eligible that may commit on its own leaves the others
     * behind, so they are not eligible any more. Kafka keeps them.
     */
    @Test
    void whoCommitsAloneLeavesNobodyEligible() {
        cluster.topic("t", Map.of("min.insync.replicas", "2"), 1, 2);
        cluster.kill(2);
        cluster.kill(1);
        cluster.apply(minIsr(TOPIC, "t", "1"));
        cluster.heartbeat(1);
        PartitionImage after = cluster.partition("t", 0);
        assertThat(after.leader()).isEqualTo(1);
        assertThat(after.isr()).containsExactly(1);
        assertThat(after.elr()).isEmpty();
    }

    @Test
    void leadersAndControllerCannotComeToDisagree() {
        refused(minIsr(BROKER, "1", "2"), "Broker-level min.insync.replicas cannot be altered while ELR is enabled.");
        assertThat(cluster.apply(minIsr(BROKER, "", "2")).responses().getFirst().errorCode())
                .isZero();
        refused(minIsr(BROKER, "", null), "Cluster-level min.insync.replicas cannot be removed while ELR is enabled.");
    }

    @Test
    void withoutTheFeatureNothingIsForgottenOrForbidden() {
        cluster.feature(FeatureDecider.ELR_VERSION, 0);
        cluster.topic("t", 1, 2);
        assertThat(minIsr(TOPIC, "t", "2").records()).hasSize(1);
        assertThat(minIsr(BROKER, "1", "2").records()).hasSize(1);
    }
}
