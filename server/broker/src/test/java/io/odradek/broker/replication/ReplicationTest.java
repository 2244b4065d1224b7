package io.odradek.broker.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.broker.partition.Partition;
import io.odradek.metadata.image.ResourceType;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchResponse.PartitionData;
import io.odradek.replication.Ack;
import io.odradek.storage.FileRecords;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leaders and followers over real handlers and logs, with {@code durability=fsync}; time and network are the test's. */
@Timeout(120)
final class ReplicationTest {
    private static final String TOPIC = "t";
    private static final int POLL_MS = 600;

    private static TestCluster cluster(int partitions) throws IOException {
        TestCluster cluster = new TestCluster(3, 1);
        cluster.create(TOPIC, TestCluster.TOPIC_ID, partitions, 1, 2, 3);
        cluster.run();
        return cluster;
    }

    private static ByteBuffer bytes(Partition partition) {
        try {
            if (partition.log().logEndOffset() == partition.log().logStartOffset()) {
                return ByteBuffer.allocate(0);
            }
            var records = partition
                    .log()
                    .read(partition.log().logStartOffset(), Integer.MAX_VALUE, Long.MAX_VALUE, true)
                    .records();
            try (FileRecords file = (FileRecords) records) {
                return file.readFully();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertSame(TestCluster cluster, int number) {
        Partition leader = cluster.leader(TOPIC, number);
        for (TestBroker broker : cluster.brokers.values()) {
            assertThat(bytes(broker.partition(TOPIC, number)))
                    .as("the log of broker %d", broker.id)
                    .isEqualTo(bytes(leader));
        }
    }

    @Test
    void followersHoldWhatTheLeaderHasAndLearnWhatIsCommitted() throws IOException {
        TestCluster cluster = cluster(3);
        List<Ack> acks = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            cluster.leader(TOPIC, number).await(cluster.append(TOPIC, number, "v"), true, acks::add);
        }
        cluster.run();
        assertThat(acks).containsExactly(Ack.COMMITTED, Ack.COMMITTED, Ack.COMMITTED);
        assertSame(cluster, 2);
        cluster.pass(POLL_MS);
        assertThat(cluster.brokers.get(3).partition(TOPIC, 2).highWatermark()).isEqualTo(1);
    }

    @Test
    void aFollowerReportsOnlyWhatIsOnItsDisk() throws IOException {
        TestCluster cluster = cluster(1);
        cluster.autoSync = false;
        cluster.append(TOPIC, 0, "v");
        cluster.run();
        assertThat(cluster.brokers.get(2).partition(TOPIC, 0).log().logEndOffset())
                .as("fetched before the leader's sync")
                .isEqualTo(1);
        cluster.brokers.get(1).sync();
        cluster.brokers.get(2).sync();
        cluster.pass(1_000);
        assertThat(cluster.leader(TOPIC, 0).highWatermark())
                .as("broker 3 has not synced")
                .isZero();
        cluster.brokers.get(3).sync();
        cluster.run();
        assertThat(cluster.leader(TOPIC, 0).highWatermark()).isEqualTo(1);
    }

    @Test
    void partitionsThatStandStillCostNothing() throws IOException {
        TestCluster cluster = cluster(100);
        cluster.pass(POLL_MS);
        cluster.fetches = 0;
        cluster.namedPartitions = 0;
        cluster.pass(10_000);
        assertThat(cluster.fetches).as("a long poll of each follower").isBetween(20, 44);
        assertThat(cluster.namedPartitions).isZero();
        cluster.append(TOPIC, 7, "v");
        cluster.run();
        assertThat(cluster.leader(TOPIC, 7).highWatermark()).isEqualTo(1);
        assertThat(cluster.namedPartitions).as("one for each follower").isEqualTo(2);
    }

    @Test
    void aPartitionThatBeginsToFollowDoesNotWaitForThePollOfTheOthers() throws IOException {
        TestCluster cluster = cluster(5);
        cluster.pass(POLL_MS);
        cluster.create("later", new Uuid(1, 2), 1, 1, 2, 3);
        cluster.append("later", 0, "v");
        cluster.run();
        assertThat(cluster.leader("later", 0).highWatermark()).isEqualTo(1);
    }

    @Test
    void aLeaderThatWasCutOffCutsWhatWasNeverCommitted() throws IOException {
        TestCluster cluster = cluster(1);
        cluster.append(TOPIC, 0, "committed");
        cluster.pass(POLL_MS);
        cluster.cut.add(1);
        cluster.append(TOPIC, 0, "lost");
        cluster.run();
        cluster.elect(TOPIC, 0, 2);
        cluster.append(TOPIC, 0, "instead");
        cluster.append(TOPIC, 0, "and more");
        cluster.pass(2_000);
        assertThat(cluster.leader(TOPIC, 0).highWatermark())
                .as("broker 1 is still in the ISR")
                .isEqualTo(1);
        cluster.cut.clear();
        cluster.pass(2_000);
        assertThat(cluster.leader(TOPIC, 0).highWatermark()).isEqualTo(3);
        assertSame(cluster, 0);
    }

    @Test
    void aFollowerThatIsFencedIsNotWaitedFor() throws IOException {
        TestCluster cluster = cluster(1);
        cluster.cut.add(3);
        List<Ack> acks = new ArrayList<>();
        cluster.leader(TOPIC, 0).await(cluster.append(TOPIC, 0, "a"), true, acks::add);
        cluster.run();
        assertThat(acks).isEmpty();
        cluster.kill(3);
        assertThat(acks).containsExactly(Ack.COMMITTED);
    }

    @Test
    void aFollowerThatLostThePowerComesBackIntoTheIsr() throws IOException {
        TestCluster cluster = cluster(1);
        cluster.append(TOPIC, 0, "a");
        cluster.run();
        SimulatedDisk left = cluster.kill(3);
        cluster.append(TOPIC, 0, "b");
        cluster.run();
        assertThat(cluster.leader(TOPIC, 0).highWatermark()).isEqualTo(2);
        assertThat(cluster.state(TOPIC, 0).isr()).containsExactly(1, 2);
        cluster.restart(3, left);
        cluster.pass(POLL_MS);
        assertThat(cluster.state(TOPIC, 0).isr()).containsExactlyInAnyOrder(1, 2, 3);
        assertSame(cluster, 0);
    }

    @Test
    void aFollowerBehindTheStartOfTheLeadersLogStartsOverThere() throws IOException {
        TestCluster cluster = cluster(1);
        SimulatedDisk left = cluster.kill(3);
        for (int i = 0; i < 5; i++) {
            cluster.append(TOPIC, 0, "v" + i);
        }
        cluster.run();
        for (int id = 1; id <= 2; id++) {
            cluster.brokers.get(id).partition(TOPIC, 0).log().deleteRecordsBefore(4);
        }
        cluster.restart(3, left);
        cluster.pass(3_000);
        Partition late = cluster.brokers.get(3).partition(TOPIC, 0);
        assertThat(late.log().logStartOffset()).isEqualTo(4);
        assertThat(late.log().logEndOffset()).isEqualTo(5);
        assertThat(cluster.state(TOPIC, 0).isr()).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void highWatermarksAreKnownAgainAfterAStart() throws IOException {
        TestCluster cluster = cluster(1);
        cluster.append(TOPIC, 0, "a");
        cluster.pass(POLL_MS);
        TestBroker broker = cluster.brokers.get(3);
        broker.highWatermarks.write(
                log -> Optional.of(broker.partition(TOPIC, 0).highWatermark()));
        SimulatedDisk left = cluster.kill(3);
        cluster.cut.add(3);
        cluster.restart(3, left);
        assertThat(cluster.brokers.get(3).partition(TOPIC, 0).highWatermark()).isEqualTo(1);
    }

    @Test
    void aConsumerReadsFromTheReplicaInItsRack() throws IOException {
        TestCluster cluster = cluster(1);
        cluster.append(TOPIC, 0, "a");
        cluster.pass(POLL_MS);
        PartitionData referred = consume(cluster, 1, "rack3");
        assertThat(referred.preferredReadReplica()).isEqualTo(3);
        assertThat(referred.records()).isEqualTo(MemoryRecords.EMPTY);
        assertThat(consume(cluster, 1, "rack1").records().sizeInBytes()).isPositive();
        assertThat(consume(cluster, 1, "rack9").preferredReadReplica()).isEqualTo(-1);
        PartitionData near = consume(cluster, 3, "rack3");
        assertThat(near.errorCode()).isZero();
        assertThat(near.highWatermark()).isEqualTo(1);
        assertThat(near.records().sizeInBytes()).isPositive();
    }

    private static PartitionData consume(TestCluster cluster, int broker, String rack) {
        FetchRequest request =
                new FetchRequest().setMaxBytes(1_000_000).setMinBytes(1).setRackId(rack);
        FetchRequest.FetchTopic topic = new FetchRequest.FetchTopic().setTopicId(TestCluster.TOPIC_ID);
        topic.partitions().add(new FetchRequest.FetchPartition().setPartition(0).setPartitionMaxBytes(1_000_000));
        request.topics().add(topic);
        FetchResponse response =
                (FetchResponse) cluster.ask(broker, request, 17).getFirst();
        return response.responses().getFirst().partitions().getFirst();
    }

    @Test
    void aThrottledReplicaThatCatchesUpLeavesRoomForOthersAndComesInTheEnd() throws IOException {
        for (String side : List.of("leader", "follower")) {
            TestCluster cluster = cluster(1);
            cluster.configure(ResourceType.TOPIC, TOPIC, side + ".replication.throttled.replicas", "*");
            for (int id = 1; id <= 3; id++) {
                cluster.configure(
                        ResourceType.BROKER, Integer.toString(id), side + ".replication.throttled.rate", "1000");
            }
            SimulatedDisk left = cluster.kill(3);
            for (int i = 0; i < 20; i++) {
                cluster.append(TOPIC, 0, "x".repeat(5_000));
                cluster.run();
            }
            assertThat(cluster.leader(TOPIC, 0).highWatermark())
                    .as("who is in sync is not held up")
                    .isEqualTo(20);
            cluster.maxFetchBytes = 10_000;
            cluster.restart(3, left);
            cluster.pass(2_000);
            Partition late = cluster.brokers.get(3).partition(TOPIC, 0);
            assertThat(late.log().logEndOffset()).as(side).isLessThan(20);
            cluster.pass(200_000);
            assertThat(late.log().logEndOffset()).as(side).isEqualTo(20);
            assertThat(cluster.state(TOPIC, 0).isr()).containsExactlyInAnyOrder(1, 2, 3);
        }
    }

    /** Whatever is cut, killed and elected: what was acknowledged is there, and in the end all is the same everywhere. */
    @Test
    void randomTroubleLosesNothingThatWasAcknowledged() throws IOException {
        for (long seed = 0; seed < 40; seed++) {
            try {
                new Story(seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Story {
        private static final int STEPS = 120;

        private final Random random;
        private final TestCluster cluster;
        private final Map<Integer, SimulatedDisk> dead = new HashMap<>();
        private final Map<String, Long> acknowledged = new HashMap<>();
        private int values;

        Story(long seed) throws IOException {
            random = new Random(seed);
            cluster = new TestCluster(3, seed * 1_000);
            cluster.create(TOPIC, TestCluster.TOPIC_ID, 1, 1, 2, 3);
            cluster.run();
        }

        void run() throws IOException {
            for (int step = 0; step < STEPS; step++) {
                cluster.autoSync = random.nextBoolean();
                switch (random.nextInt(9)) {
                    case 0, 1, 2, 3 -> produce();
                    case 4 -> cluster.brokers.values().forEach(TestBroker::sync);
                    case 5 -> trouble();
                    case 6 -> elect();
                    default -> cluster.pass(random.nextInt(400));
                }
            }
            heal();
        }

        private void produce() {
            if (!cluster.brokers.containsKey(cluster.state(TOPIC, 0).leader())) {
                return;
            }
            String value = "value-" + values++ + ";";
            var appended = cluster.append(TOPIC, 0, value);
            cluster.leader(TOPIC, 0).await(appended, true, ack -> {
                if (ack == Ack.COMMITTED) {
                    acknowledged.put(value, appended.result().baseOffset());
                }
            });
        }

        private void trouble() throws IOException {
            int id = 1 + random.nextInt(3);
            if (dead.containsKey(id)) {
                cluster.restart(id, dead.remove(id));
            } else if (!cluster.cut.isEmpty()) {
                cluster.cut.clear();
            } else if (random.nextBoolean()) {
                cluster.cut.add(id);
            } else if (cluster.state(TOPIC, 0).isr().size() > 1 && dead.isEmpty()) {
                dead.put(id, cluster.kill(id));
            }
        }

        private void elect() {
            List<Integer> isr = cluster.state(TOPIC, 0).isr();
            int leader = isr.get(random.nextInt(isr.size()));
            if (cluster.brokers.containsKey(leader)) {
                cluster.elect(TOPIC, 0, leader);
            }
        }

        private void heal() throws IOException {
            cluster.autoSync = true;
            cluster.cut.clear();
            for (Map.Entry<Integer, SimulatedDisk> one : dead.entrySet()) {
                cluster.restart(one.getKey(), one.getValue());
            }
            cluster.pass(10_000);
            Partition leader = cluster.leader(TOPIC, 0);
            assertThat(cluster.state(TOPIC, 0).isr()).containsExactlyInAnyOrder(1, 2, 3);
            assertThat(leader.highWatermark()).isEqualTo(leader.log().logEndOffset());
            assertSame(cluster, 0);
            String all = new String(bytes(leader).array(), ISO_8859_1);
            acknowledged.keySet().forEach(value -> assertThat(all).contains(value));
        }
    }
}
