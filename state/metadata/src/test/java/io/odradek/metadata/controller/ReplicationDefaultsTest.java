package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.metadata.Fixture;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.CreateTopicsRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicationDefaultsTest {
    private static Fixture brokers(int count, Map<String, String> file) {
        Fixture cluster = new Fixture(1, file);
        for (int id = 1; id <= count; id++) {
            cluster.start(id, "");
        }
        return cluster;
    }

    private static void create(Fixture cluster, CreateTopicsRequest request) {
        assertThat(cluster.apply(cluster.topics().createTopics(cluster.image(), request))
                        .topics()
                        .getFirst()
                        .errorCode())
                .isZero();
    }

    private static int replicas(Fixture cluster, String topic) {
        return cluster.partition(topic, 0).replicas().size();
    }

    private static Map<String, String> configs(Fixture cluster, String topic) {
        return cluster.image().configs().of(ConfigResource.topic(topic));
    }

    @Test
    void fromThreeBrokersOnItIsThreeReplicasAndTwoInSync() {
        for (int count = 1; count <= 4; count++) {
            Fixture cluster = brokers(count, Map.of());
            create(cluster, Fixture.create("t", 2, -1));
            assertThat(replicas(cluster, "t")).as("%d brokers", count).isEqualTo(count < 3 ? 1 : 3);
            assertThat(configs(cluster, "t")).isEqualTo(count < 3 ? Map.of() : Map.of("min.insync.replicas", "2"));
        }
    }

    @Test
    void aBrokerThatIsDownForAMomentCounts() {
        Fixture cluster = brokers(3, Map.of());
        cluster.kill(3);
        create(cluster, Fixture.create("t", 1, -1));
        assertThat(replicas(cluster, "t")).isEqualTo(3);
        assertThat(cluster.partition("t", 0).isr()).hasSize(2).doesNotContain(3);
    }

    @Test
    void whatIsSaidHolds() {
        Fixture cluster = brokers(3, Map.of());
        create(cluster, Fixture.create("asked", 1, 2));
        assertThat(replicas(cluster, "asked")).isEqualTo(2);
        assertThat(configs(cluster, "asked")).isEmpty();
        CreateTopicsRequest own = Fixture.create("own", 1, -1);
        own.topics()
                .getFirst()
                .configs()
                .add(new CreateTopicsRequest.CreatableTopicConfig()
                        .setName("min.insync.replicas")
                        .setValue("1"));
        create(cluster, own);
        assertThat(configs(cluster, "own")).containsEntry("min.insync.replicas", "1");
        Fixture one = brokers(3, Map.of("default.replication.factor", "1"));
        create(one, Fixture.create("t", 1, -1));
        assertThat(replicas(one, "t")).isEqualTo(1);
        assertThat(configs(one, "t")).isEmpty();
        Fixture loose = brokers(3, Map.of("min.insync.replicas", "1"));
        create(loose, Fixture.create("t", 1, -1));
        assertThat(replicas(loose, "t")).isEqualTo(3);
        assertThat(configs(loose, "t")).isEmpty();
    }

    @Test
    void aRequestMakesTenThousandRecordsAtMost() {
        Fixture cluster = brokers(1, Map.of());
        CreateTopicsRequest request = new CreateTopicsRequest();
        for (int i = 0; i < 4_000; i++) {
            request.topics().add(Fixture.create("t" + i, 2, 1).topics().getFirst());
        }
        var decision = cluster.topics().createTopics(cluster.image(), request);
        assertThat(decision.records()).isEmpty();
        assertThat(decision.reply().topics())
                .hasSize(4_000)
                .allSatisfy(topic -> assertThat(topic.errorCode()).isEqualTo(ErrorCode.POLICY_VIOLATION.code()));
    }

    @Test
    void internalTopicsGrowWithTheCluster() {
        Fixture cluster = brokers(1, Map.of());
        ReplicationDefaults alone = new ReplicationDefaults(cluster.image(), cluster.config());
        assertThat(alone.internalReplicationFactor("offsets.topic.replication.factor"))
                .isEqualTo((short) 1);
        create(cluster, Fixture.create("__consumer_offsets", 6, 1));
        InternalTopicDecider decider = new InternalTopicDecider(cluster.context());
        assertThat(decider.grow(cluster.image()).records()).isEmpty();
        cluster.start(2, "");
        cluster.start(3, "");
        cluster.start(4, "");
        assertThat(cluster.apply(decider.grow(cluster.image()))).isEqualTo(6);
        Map<Integer, Integer> added = new HashMap<>();
        Map<Integer, Integer> preferred = new HashMap<>();
        for (int i = 0; i < 6; i++) {
            PartitionImage partition = cluster.partition("__consumer_offsets", i);
            assertThat(partition.replicas()).hasSize(3).contains(1);
            assertThat(partition.leader()).isEqualTo(1);
            assertThat(partition.adding()).hasSize(2).doesNotContain(1);
            partition.adding().forEach(id -> added.merge(id, 1, Integer::sum));
            preferred.merge(partition.preferredLeader(), 1, Integer::sum);
        }
        assertThat(added).isEqualTo(Map.of(2, 4, 3, 4, 4, 4));
        assertThat(preferred.get(1))
                .as("not all are to be led by the first broker")
                .isEqualTo(2);
        assertThat(decider.grow(cluster.image()).records())
                .as("what is going on is left alone")
                .isEmpty();
    }

    @Test
    void cordonedBrokersGetNothing() {
        Fixture cluster = brokers(3, Map.of());
        cluster.heartbeat(cluster.heartbeatOf(cluster.broker(3))
                .setCordonedLogDirs(List.copyOf(cluster.broker(3).logDirs())));
        create(cluster, Fixture.create("t", 1, -1));
        assertThat(replicas(cluster, "t")).isEqualTo(1);
        assertThat(cluster.apply(cluster.topics().createTopics(cluster.image(), Fixture.create("u", 1, 3)))
                        .topics()
                        .getFirst()
                        .errorMessage())
                .isEqualTo("Unable to replicate the partition 3 time(s): The target replication factor of 3 cannot be "
                        + "reached because only 2 broker(s) are registered or some brokers have all their log "
                        + "directories cordoned.");
    }
}
