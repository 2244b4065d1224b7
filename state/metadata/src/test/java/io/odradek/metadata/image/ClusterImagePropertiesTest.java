package io.odradek.metadata.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.Decision;
import io.odradek.base.InvariantViolation;
import io.odradek.base.Uuid;
import io.odradek.metadata.Fixture;
import io.odradek.metadata.ImageInvariants;
import io.odradek.metadata.controller.ConfigDecider;
import io.odradek.metadata.controller.ProducerIdDecider;
import io.odradek.metadata.controller.RecordVersions;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.message.AllocateProducerIdsRequest;
import io.odradek.protocol.message.CreatePartitionsRequest;
import io.odradek.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.DeleteTopicsRequest;
import io.odradek.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest;
import io.odradek.protocol.metadata.ClientQuotaRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import io.odradek.protocol.metadata.PartitionRecord;
import io.odradek.protocol.metadata.TopicRecord;
import io.odradek.protocol.metadata.UserScramCredentialRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterImagePropertiesTest {
    private static final int BROKERS = 5;
    private static final int STEPS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void invariantsHoldAndSnapshotsAreFaithfulAfterEveryCommand(long seed) {
        Random random = new Random(seed);
        Fixture cluster = new Fixture(seed, Map.of());
        for (int id = 1; id <= BROKERS; id++) {
            cluster.start(id, "rack" + id % 2);
        }
        for (int step = 0; step < STEPS; step++) {
            String context = "seed " + seed + " step " + step;
            ClusterImage before = cluster.image();
            Decision<? extends MetadataRecord, ?> decision = command(random, cluster);
            ImageDelta delta = before.applyWithDelta(decision.records());
            cluster.apply(decision.records());
            ImageInvariants.check(cluster.image(), context);
            assertThat(delta.after()).as(context).isEqualTo(cluster.image());
            checkDelta(delta, context);
            if (step % 20 == 0) {
                assertThat(ClusterImage.EMPTY.apply(
                                throughTheWire(cluster.image().toRecords())))
                        .as(context)
                        .isEqualTo(cluster.image());
            }
        }
        assertThat(cluster.image().topics().count()).as("seed %d", seed).isPositive();
    }

    private static Decision<? extends MetadataRecord, ?> command(Random random, Fixture cluster) {
        ClusterImage image = cluster.image();
        String name = "topic-" + random.nextInt(30);
        int broker = 1 + random.nextInt(BROKERS);
        long epoch = image.nodes().broker(broker).orElseThrow().epoch();
        return switch (random.nextInt(9)) {
            case 0, 1 -> cluster.topics().createTopics(image, topic(random, name));
            case 2 -> cluster.topics().deleteTopics(image, deletion(name), (short) 6);
            case 3 -> cluster.topics().createPartitions(image, growth(name, 1 + random.nextInt(8)));
            case 4 -> cluster.heartbeats().fence(image, broker);
            case 5 ->
                cluster.heartbeats()
                        .heartbeat(
                                image,
                                cluster.heartbeatOf(cluster.broker(broker)).setWantFence(random.nextInt(4) == 0),
                                cluster.moment());
            case 6 -> {
                cluster.failOver();
                yield cluster.brokers().register(image, cluster.registration(broker, "r"), cluster.moment());
            }
            case 7 -> new ConfigDecider(cluster.context()).incrementalAlter(image, config(random, name));
            default ->
                new ProducerIdDecider()
                        .allocate(
                                image,
                                new AllocateProducerIdsRequest()
                                        .setBrokerId(broker)
                                        .setBrokerEpoch(epoch));
        };
    }

    private static CreateTopicsRequest topic(Random random, String name) {
        return Fixture.create(name, random.nextInt(6), random.nextInt(4));
    }

    private static DeleteTopicsRequest deletion(String name) {
        return new DeleteTopicsRequest().setTopics(List.of(new DeleteTopicState().setName(name)));
    }

    private static CreatePartitionsRequest growth(String name, int count) {
        CreatePartitionsRequest request = new CreatePartitionsRequest();
        request.topics()
                .add(new CreatePartitionsTopic().setName(name).setCount(count).setAssignments(null));
        return request;
    }

    private static IncrementalAlterConfigsRequest config(Random random, String name) {
        IncrementalAlterConfigsRequest request = new IncrementalAlterConfigsRequest();
        request.resources()
                .add(new IncrementalAlterConfigsRequest.AlterConfigsResource()
                        .setResourceType(ResourceType.TOPIC.id())
                        .setResourceName(name)
                        .setConfigs(List.of(new IncrementalAlterConfigsRequest.AlterableConfig()
                                .setName("retention.ms")
                                .setConfigOperation((byte) random.nextInt(2))
                                .setValue(Integer.toString(random.nextInt(3))))));
        return request;
    }

    private static void checkDelta(ImageDelta delta, String context) {
        long created = delta.createdTopics().size();
        long deleted = delta.deletedTopics().size();
        assertThat(delta.after().topics().count() - delta.before().topics().count())
                .as(context)
                .isEqualTo((int) (created - deleted));
        delta.changedPartitions()
                .forEach(change -> assertThat(change.after())
                        .as(context)
                        .isEqualTo(delta.after()
                                .topics()
                                .byId(change.topic().id())
                                .orElseThrow()
                                .partitions()
                                .get(change.partition())));
    }

    /** Writes each record and reads it again, as the log does. */
    private static List<MetadataRecord> throughTheWire(List<MetadataRecord> records) {
        List<MetadataRecord> result = new ArrayList<>();
        for (MetadataRecord record : records) {
            short version = RecordVersions.of(record);
            ByteBuffer buffer = ByteBuffer.allocate(record.size(version));
            record.write(WireWriter.copying(buffer), version);
            result.add(record.type().read(new WireReader(buffer.rewind()), version));
        }
        return result;
    }

    @Test
    void everythingSurvivesASnapshot() {
        Fixture cluster = Fixture.single();
        cluster.apply(cluster.topics().createTopics(cluster.image(), Fixture.create("t", 2, 1)));
        Uuid id = cluster.image().topics().byName("t").orElseThrow().id();
        cluster.apply(List.of(
                new PartitionChangeRecord()
                        .setTopicId(id)
                        .setPartitionId(1)
                        .setEligibleLeaderReplicas(List.of(1))
                        .setLastKnownElr(List.of(1))
                        .setLeaderRecoveryState((byte) 1),
                new ClientQuotaRecord()
                        .setEntity(List.of(new ClientQuotaRecord.EntityData()
                                .setEntityType("user")
                                .setEntityName(null)))
                        .setKey("producer_byte_rate")
                        .setValue(5),
                new UserScramCredentialRecord()
                        .setName("u")
                        .setMechanism((byte) 1)
                        .setSalt(ByteBuffer.wrap(new byte[] {1}))
                        .setStoredKey(ByteBuffer.wrap(new byte[] {2}))
                        .setServerKey(ByteBuffer.wrap(new byte[] {3}))
                        .setIterations(4096)));
        ClusterImage image = cluster.image();
        assertThat(image.topics().partition("t", 1).orElseThrow().recovery()).isEqualTo(LeaderRecoveryState.RECOVERING);
        assertThat(ClusterImage.EMPTY.apply(throughTheWire(image.toRecords()))).isEqualTo(image);
    }

    @Test
    void aSnapshotCanBeAppliedInPieces() {
        Fixture cluster = Fixture.single();
        for (int i = 0; i < 50; i++) {
            cluster.apply(cluster.topics().createTopics(cluster.image(), Fixture.create("t" + i, 3, 1)));
        }
        ClusterImage pieces = ClusterImage.EMPTY;
        for (MetadataRecord record : cluster.image().toRecords()) {
            pieces = pieces.apply(List.of(record));
        }
        assertThat(pieces).isEqualTo(cluster.image());
    }

    @Test
    void aChangeOfOneTopicSharesTheOthers() {
        List<MetadataRecord> records = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Uuid id = new Uuid(i, i);
            records.add(new TopicRecord().setName("t" + i).setTopicId(id));
            records.add(new PartitionRecord()
                    .setTopicId(id)
                    .setPartitionId(0)
                    .setReplicas(List.of(1))
                    .setDirectories(List.of(Uuid.ZERO))
                    .setIsr(List.of(1))
                    .setLeader(1)
                    .setLeaderEpoch(0)
                    .setPartitionEpoch(0));
        }
        ClusterImage before = ClusterImage.EMPTY.apply(records);
        ImageDelta delta = before.applyWithDelta(List.of(new PartitionChangeRecord()
                .setTopicId(new Uuid(5, 5))
                .setLeader(1)
                .setPartitionId(0)));
        assertThat(delta.changedPartitions())
                .singleElement()
                .satisfies(change -> assertThat(change.after().leaderEpoch()).isEqualTo(1));
        assertThat(delta.createdTopics()).isEmpty();
        for (int i = 0; i < 10_000; i++) {
            if (i != 5) {
                assertThat(delta.after().topics().byId(new Uuid(i, i)).orElseThrow())
                        .isSameAs(before.topics().byId(new Uuid(i, i)).orElseThrow());
            }
        }
        assertThat(delta.after().configs()).isSameAs(before.configs());
        assertThat(delta.after().nodes()).isSameAs(before.nodes());
    }

    @Test
    void recordsThatDoNotFitAreBugs() {
        assertThatThrownBy(() -> ClusterImage.EMPTY.apply(List.of(
                        new PartitionChangeRecord().setTopicId(new Uuid(1, 1)).setPartitionId(0))))
                .isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> ClusterImage.EMPTY.apply(List.of(
                        new TopicRecord().setName("a").setTopicId(new Uuid(1, 1)),
                        new TopicRecord().setName("b").setTopicId(new Uuid(1, 1)))))
                .isInstanceOf(InvariantViolation.class);
    }
}
