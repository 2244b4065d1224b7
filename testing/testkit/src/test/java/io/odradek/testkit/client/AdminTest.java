package io.odradek.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.Awaiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The calls of Kafka's AdminClient that its command line tools make. */
@OdradekTest
class AdminTest {
    private Admin admin;
    private OdradekBroker broker;
    private String topic;

    @BeforeEach
    void connect(OdradekBroker started, TestInfo test) {
        broker = started;
        admin = Clients.admin(started);
        topic = test.getTestMethod().orElseThrow().getName();
        Clients.createTopic(admin, topic, 2);
    }

    @AfterEach
    void disconnect() {
        admin.close(Duration.ofSeconds(5));
    }

    @Test
    void describeCluster() {
        DescribeClusterResult cluster = admin.describeCluster();
        assertThat(Clients.get(cluster.clusterId())).isEqualTo(broker.clusterId());
        assertThat(Clients.get(cluster.nodes()))
                .singleElement()
                .satisfies(node -> assertThat(node.port()).isEqualTo(broker.port()));
        assertThat(Clients.get(cluster.controller()).id()).isEqualTo(1);
    }

    @Test
    void createDescribeListGrowAndDeleteTopics() {
        Clients.get(admin.createTopics(List.of(new NewTopic("by-admin", 3, (short) 1)))
                .all());
        assertThat(Clients.get(admin.listTopics().names())).contains("by-admin", topic);
        TopicDescription description = Clients.get(
                        admin.describeTopics(Set.of("by-admin")).allTopicNames())
                .get("by-admin");
        assertThat(description.partitions()).hasSize(3).allSatisfy(partition -> {
            assertThat(partition.leader().id()).isEqualTo(1);
            assertThat(partition.isr()).hasSize(1);
        });
        Clients.get(admin.createPartitions(Map.of("by-admin", NewPartitions.increaseTo(5)))
                .all());
        assertThat(Clients.get(admin.describeTopics(Set.of("by-admin")).allTopicNames())
                        .get("by-admin")
                        .partitions())
                .hasSize(5);
        Clients.get(admin.deleteTopics(Set.of("by-admin")).all());
        assertThat(Clients.get(admin.listTopics().names())).doesNotContain("by-admin");
    }

    @Test
    void listOffsetsByEverySpec() {
        long before = System.currentTimeMillis();
        Clients.produce(broker, topic, 1, 10);
        assertThat(offset(OffsetSpec.earliest())).isZero();
        assertThat(offset(OffsetSpec.latest())).isEqualTo(10);
        assertThat(offset(OffsetSpec.forTimestamp(before))).isZero();
        assertThat(offset(OffsetSpec.forTimestamp(before + 1_000_000))).isEqualTo(-1);
        assertThat(offset(OffsetSpec.maxTimestamp())).isBetween(0L, 9L);
        assertThat(offset(OffsetSpec.earliestLocal())).isZero();
        assertThat(offset(OffsetSpec.latestTiered())).isEqualTo(-1);
        assertThat(offset(OffsetSpec.earliestPendingUpload())).isEqualTo(-1);
    }

    @Test
    void deleteRecords() {
        Clients.produce(broker, topic, 1, 10);
        TopicPartition partition = new TopicPartition(topic, 0);
        Clients.get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                .all());
        assertThat(offset(OffsetSpec.earliest())).isEqualTo(4);
    }

    @Test
    void describeAndAlterConfigs() {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry("retention.ms", "4321"), AlterConfigOp.OpType.SET);
        Clients.get(
                admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all());
        ConfigEntry entry = Clients.get(admin.describeConfigs(Set.of(resource)).all())
                .get(resource)
                .get("retention.ms");
        assertThat(entry.value()).isEqualTo("4321");
        assertThat(entry.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
        ConfigResource node = new ConfigResource(ConfigResource.Type.BROKER, "1");
        assertThat(Clients.get(admin.describeConfigs(Set.of(node)).all())
                        .get(node)
                        .entries())
                .hasSizeGreaterThan(100);
        ConfigResource loggers = new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1");
        assertThat(Clients.get(admin.describeConfigs(Set.of(loggers)).all())
                        .get(loggers)
                        .entries())
                .isNotEmpty();
        assertThat(Clients.get(
                        admin.listConfigResources(Set.of(ConfigResource.Type.TOPIC), new ListConfigResourcesOptions())
                                .all()))
                .contains(resource);
    }

    @Test
    void groupsAreListedDescribedAndDeleted() {
        Clients.produce(broker, topic, 1, 10);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = Clients.consumer(broker, "described")) {
            consumer.subscribe(Set.of(topic));
            Awaiting.until("the group is stable", () -> {
                consumer.poll(Duration.ofMillis(50));
                return consumer.assignment().size() == 2;
            });
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(6)));
            assertThat(Clients.get(admin.listGroups().all()))
                    .anyMatch(group -> group.groupId().equals("described"));
            var classic = Clients.get(
                            admin.describeClassicGroups(Set.of("described")).all())
                    .get("described");
            assertThat(classic.members()).hasSize(1);
            var group = Clients.get(
                            admin.describeConsumerGroups(Set.of("described")).all())
                    .get("described");
            assertThat(group.groupState()).isEqualTo(GroupState.STABLE);
            assertThat(group.members().iterator().next().assignment().topicPartitions())
                    .hasSize(2);
        }
        assertThat(Clients.get(admin.listConsumerGroupOffsets("described").partitionsToOffsetAndMetadata())
                        .get(partition)
                        .offset())
                .isEqualTo(6);
        Clients.get(admin.alterConsumerGroupOffsets("described", Map.of(partition, new OffsetAndMetadata(2)))
                .all());
        Clients.get(
                admin.deleteConsumerGroupOffsets("described", Set.of(partition)).all());
        assertThat(Clients.get(admin.listConsumerGroupOffsets("described").partitionsToOffsetAndMetadata()))
                .doesNotContainKey(partition);
        Clients.get(admin.deleteConsumerGroups(Set.of("described")).all());
        assertThat(Clients.get(admin.listGroups().all()))
                .noneMatch(each -> each.groupId().equals("described"));
    }

    @Test
    void describeProducersAndLogDirs() {
        Clients.produce(broker, topic, 1, 10);
        TopicPartition partition = new TopicPartition(topic, 0);
        assertThat(Clients.get(admin.describeProducers(Set.of(partition)).all())
                        .get(partition)
                        .activeProducers())
                .singleElement()
                .satisfies(producer -> assertThat(producer.lastSequence()).isEqualTo(9));
        var folders =
                Clients.get(admin.describeLogDirs(Set.of(1)).allDescriptions()).get(1);
        assertThat(folders).containsOnlyKeys(broker.dataFolder().toString());
        assertThat(folders.values()
                        .iterator()
                        .next()
                        .replicaInfos()
                        .get(partition)
                        .size())
                .isPositive();
    }

    @Test
    void quotas() {
        ClientQuotaEntity entity = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, "alice"));
        Clients.get(admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                        entity, List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 1000.0)))))
                .all());
        assertThat(Clients.get(
                        admin.describeClientQuotas(ClientQuotaFilter.all()).entities()))
                .containsEntry(entity, Map.of("producer_byte_rate", 1000.0));
    }

    @Test
    void scramCredentials() {
        ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 8192);
        Clients.get(admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("bob", info, "secret")))
                .all());
        assertThat(Clients.get(admin.describeUserScramCredentials(List.of("bob"))
                                .all())
                        .get("bob")
                        .credentialInfos())
                .containsExactly(info);
    }

    @Test
    void features() {
        FeatureMetadata features = Clients.get(admin.describeFeatures().featureMetadata());
        assertThat(features.finalizedFeatures()).containsKey("metadata.version");
        assertThat(features.supportedFeatures()).containsKey("metadata.version");
        assertThat(features.supportedFeatures().get("kraft.version").minVersion())
                .isZero();
        assertThat(features.supportedFeatures().get("kraft.version").maxVersion())
                .isEqualTo((short) 1);
        long epoch = features.finalizedFeaturesEpoch().orElseThrow();
        assertThat(epoch).as("an offset of the metadata log").isPositive();
        Clients.get(
                admin.createTopics(List.of(new NewTopic("later", 1, (short) 1))).all());
        assertThat(Clients.get(admin.describeFeatures().featureMetadata()).finalizedFeaturesEpoch())
                .hasValueSatisfying(later -> assertThat(later).isGreaterThan(epoch));
    }

    private long offset(OffsetSpec spec) {
        TopicPartition partition = new TopicPartition(topic, 0);
        ListOffsetsResultInfo found =
                Clients.get(admin.listOffsets(Map.of(partition, spec)).all()).get(partition);
        return found.offset();
    }
}
