package io.odradek.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.base.UuidSource;
import io.odradek.broker.ManualExecutor;
import io.odradek.broker.ManualTimers;
import io.odradek.broker.group.GroupCoordinator;
import io.odradek.broker.group.GroupRuntimeSeams;
import io.odradek.broker.partition.ManagedCuts;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.broker.partition.ReplicaContext;
import io.odradek.broker.publish.Outstanding;
import io.odradek.broker.publish.Retries;
import io.odradek.group.GroupSettings;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.metadata.controller.Policies;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ImageDelta;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import io.odradek.protocol.metadata.PartitionRecord;
import io.odradek.protocol.metadata.RemoveTopicRecord;
import io.odradek.protocol.metadata.TopicRecord;
import io.odradek.replication.IsrProposal;
import io.odradek.storage.HighWatermarks;
import io.odradek.storage.LogConfig;
import io.odradek.storage.LogListener;
import io.odradek.storage.LogManager;
import io.odradek.storage.LogManagerHost;
import io.odradek.storage.LogManagerSettings;
import io.odradek.storage.ManualTime;
import io.odradek.storage.MetaProperties;
import io.odradek.storage.PartitionLog;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Broker 1 of a cluster. */
class MetadataApplierTest {
    private static final int SELF = 1;
    private static final int OTHER = 2;
    private static final Uuid ORDERS = new Uuid(1, 1);
    private static final Uuid OFFSETS = new Uuid(1, 2);

    private final ManualTime time = new ManualTime();
    private final ManualTimers timers = new ManualTimers(time);
    private final ManualExecutor serial = new ManualExecutor();
    private final ManualExecutor groupTasks = new ManualExecutor();
    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final UuidSource ids = new UuidSource(new SplittableRandom(1)::nextLong);
    private final Retries retries = new Retries(timers, time);
    private final PartitionRegistry partitions = new PartitionRegistry();
    private final ClusterState cluster = new ClusterState(
            "cluster", BrokerConfigLoader.load(Map.of("node.id", "1")).config(), Policies.NONE);
    private final GroupCoordinator groups = new GroupCoordinator(
            new GroupRuntimeSeams(groupTasks, groupTasks, timers, time, retries),
            new GroupSettings(6_000, 300_000, 0, Integer.MAX_VALUE, 4_096, 1_000_000),
            1,
            1_000_000,
            ids::next);
    private LogManager logs;
    private MetadataApplier applier;
    private ClusterImage image = ClusterImage.EMPTY;

    @BeforeEach
    void open() throws IOException {
        LogListener deaf = new LogListener() {
            @Override
            public void appended(PartitionLog log) {}

            @Override
            public void durable(PartitionLog log) {}

            @Override
            public void failed(PartitionLog log, IOException cause) {}
        };
        logs = LogManager.open(
                disk,
                List.of(Path.of("/data")),
                new MetaProperties("cluster", SELF, Uuid.ZERO),
                new LogManagerSettings(
                        _ -> LogConfig.defaults(), Runnable::run, Runnable::run, _ -> {}, 1, ids, LogManagerHost.NONE),
                time,
                deaf);
        ReplicaContext.Outlet deafOutlet = new ReplicaContext.Outlet() {
            @Override
            public void propose(Partition partition, IsrProposal proposal) {}

            @Override
            public void fetchable(Partition partition) {}
        };
        ReplicaContext context = new ReplicaContext(SELF, 30_000, time, cluster, new ManagedCuts(logs), deafOutlet);
        LocalReplicas replicas = new LocalReplicas(
                cluster, partitions, logs, context, HighWatermarks.read(logs), groups, retries, serial);
        applier = new MetadataApplier(cluster, replicas, logs, groups);
        applier.changed(ImageDelta.between(image, image));
    }

    @AfterEach
    void close() {
        logs.close();
    }

    private void change(MetadataRecord... records) {
        ImageDelta delta = image.applyWithDelta(List.of(records));
        image = delta.after();
        applier.changed(delta);
        groupTasks.runAll();
    }

    private static TopicRecord topic(String name, Uuid id) {
        return new TopicRecord().setName(name).setTopicId(id);
    }

    private static PartitionRecord partition(Uuid topic, int number, Integer... replicas) {
        return new PartitionRecord()
                .setTopicId(topic)
                .setPartitionId(number)
                .setReplicas(new ArrayList<>(List.of(replicas)))
                .setIsr(new ArrayList<>(List.of(replicas)))
                .setLeader(replicas[0])
                .setLeaderEpoch(0)
                .setPartitionEpoch(0);
    }

    private static PartitionChangeRecord changed(Uuid topic, int number) {
        return new PartitionChangeRecord().setTopicId(topic).setPartitionId(number);
    }

    private Partition orders(int number) {
        return partitions.find("orders", number).orElseThrow();
    }

    private static ErrorCode refusal(Runnable call) {
        return catchThrowableOfType(ApiException.class, call::run).code();
    }

    @Test
    void partitionsAreServedBeforeRequestsSeeTheImage() {
        change(topic("orders", ORDERS), partition(ORDERS, 0, SELF, OTHER), partition(ORDERS, 1, OTHER, SELF));
        assertThat(orders(0).requireLeader()).isZero();
        assertThat(refusal(() -> orders(1).requireLeader())).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        assertThat(cluster.image()).isEqualTo(image);
    }

    @Test
    void partitionsOfOtherBrokersHaveNoLogHere() {
        change(topic("orders", ORDERS), partition(ORDERS, 0, OTHER));
        assertThat(partitions.all()).isEmpty();
        assertThat(logs.logs()).isEmpty();
    }

    @Test
    void leadershipThatGoesToAnotherBrokerIsGivenUp() {
        change(topic("orders", ORDERS), partition(ORDERS, 0, SELF, OTHER));
        change(changed(ORDERS, 0).setLeader(OTHER));
        assertThat(refusal(() -> orders(0).requireLeader())).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        change(changed(ORDERS, 0).setLeader(SELF));
        assertThat(orders(0).requireLeader()).isEqualTo(2);
    }

    @Test
    void aReplicaThatWasMovedAwayIsGivenUpWithItsData() {
        change(topic("orders", ORDERS), partition(ORDERS, 0, SELF, OTHER));
        Partition before = orders(0);
        change(changed(ORDERS, 0)
                .setReplicas(new ArrayList<>(List.of(OTHER)))
                .setIsr(new ArrayList<>(List.of(OTHER)))
                .setLeader(OTHER));
        assertThat(partitions.all()).isEmpty();
        assertThat(logs.logs()).isEmpty();
        assertThat(refusal(before::requireLeader)).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }

    @Test
    void aTopicThatIsDeletedAndMadeAnewInOneChangeStartsEmpty() {
        change(topic("orders", ORDERS), partition(ORDERS, 0, SELF));
        Uuid anew = new Uuid(4, 4);
        ClusterImage after = ClusterImage.EMPTY.apply(List.of(topic("orders", anew), partition(anew, 0, SELF)));
        applier.changed(ImageDelta.between(image, after));
        assertThat(orders(0).topicId()).isEqualTo(anew);
        assertThat(logs.log(new TopicPartition("orders", 0)).orElseThrow().topicId())
                .isEqualTo(anew);
    }

    @Test
    void aChangeThatComesTwiceDoesNoHarm() {
        ImageDelta delta = image.applyWithDelta(List.of(topic("orders", ORDERS), partition(ORDERS, 0, SELF)));
        applier.changed(delta);
        Partition first = orders(0);
        applier.changed(delta);
        assertThat(orders(0)).isSameAs(first);
        ImageDelta deletion = delta.after().applyWithDelta(List.of(new RemoveTopicRecord().setTopicId(ORDERS)));
        applier.changed(deletion);
        applier.changed(deletion);
        assertThat(partitions.all()).isEmpty();
    }

    @Test
    void configurationsReachThePartitionsThatTheyAreFor() {
        change(topic("orders", ORDERS), partition(ORDERS, 0, SELF));
        change(new ConfigRecord()
                .setResourceType((byte) 2)
                .setResourceName("orders")
                .setName("max.message.bytes")
                .setValue("4711"));
        assertThat(orders(0).settings().rules().maxMessageBytes()).isEqualTo(4711);
        assertThat(orders(0).log().config().maxMessageBytes()).isEqualTo(4711);
    }

    @Test
    void aFolderThatTheFullDiskDidNotTakeIsMadeOnceThereIsSpace() {
        disk.setCapacity(disk.usedBytes());
        change(topic("orders", ORDERS), partition(ORDERS, 0, SELF));
        assertThat(partitions.all()).isEmpty();
        assertThat(cluster.image()).as("other changes go on").isEqualTo(image);
        assertThat(retries.outstanding()).extracting(Outstanding::what).containsExactly("partition orders-0");

        timers.advance(250);
        serial.runAll();
        assertThat(retries.outstanding()).extracting(Outstanding::attempts).containsExactly(2);

        disk.setCapacity(Long.MAX_VALUE);
        timers.advance(500);
        serial.runAll();

        assertThat(orders(0).requireLeader()).isZero();
        assertThat(retries.outstanding()).isEmpty();
    }

    @Test
    void whatIsTriedAgainIsWhatTheMetadataSaysThen() {
        disk.setCapacity(disk.usedBytes());
        change(topic("orders", ORDERS), partition(ORDERS, 0, SELF, OTHER));
        change(changed(ORDERS, 0).setLeader(OTHER));
        disk.setCapacity(Long.MAX_VALUE);
        timers.advance(10_000);
        serial.runAll();
        assertThat(refusal(() -> orders(0).requireLeader())).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }

    @Test
    void aPartitionThatIsDeletedMeanwhileIsNotTriedAgain() {
        disk.setCapacity(disk.usedBytes());
        change(topic("orders", ORDERS), partition(ORDERS, 0, SELF));
        change(new RemoveTopicRecord().setTopicId(ORDERS));
        assertThat(retries.outstanding()).isEmpty();
        disk.setCapacity(Long.MAX_VALUE);
        timers.advance(10_000);
        serial.runAll();
        assertThat(logs.logs()).isEmpty();
    }

    @Test
    void groupsAreCoordinatedWhereTheirPartitionIsLed() {
        change(topic("__consumer_offsets", OFFSETS), partition(OFFSETS, 0, SELF, OTHER));
        assertThat(groups.coordinates(0)).isTrue();
        change(changed(OFFSETS, 0).setLeader(OTHER));
        assertThat(groups.coordinates(0)).isFalse();
        change(changed(OFFSETS, 0).setLeader(SELF));
        assertThat(groups.coordinates(0)).isTrue();
        change(changed(OFFSETS, 0)
                .setReplicas(new ArrayList<>(List.of(OTHER)))
                .setIsr(new ArrayList<>(List.of(OTHER)))
                .setLeader(OTHER));
        assertThat(groups.coordinates(0)).isFalse();
    }
}
