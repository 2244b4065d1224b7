package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.metadata.Fixture;
import io.odradek.metadata.ImageInvariants;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.DirectoryIds;
import io.odradek.metadata.image.LeaderRecoveryState;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest;
import io.odradek.protocol.message.AlterPartitionRequest;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.DeleteTopicsRequest;
import io.odradek.protocol.message.ElectLeadersRequest;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest;
import io.odradek.protocol.message.UnregisterBrokerRequest;
import io.odradek.protocol.metadata.MetadataRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of all that can happen to a cluster, from a seed: brokers come, fall silent, stop and lose power, leaders
 * report, operators move and elect, controllers fail over. After every step the image is one that may be, epochs have only risen,
 * and no clean election has lost what was committed.
 */
class ControllerScheduleTest {
    private static final int STEPS = 120;

    /** One schedule. */
    private static final class Schedule {
        private final String name;
        private final Random random;
        private final boolean elr;
        private final boolean unclean;
        private final int brokers;
        private final Fixture cluster;
        private final ReplicaModel replicas;
        private final Set<Integer> silent = new HashSet<>();
        private final List<MetadataRecord> log = new ArrayList<>();
        private final List<AlterPartitionRequest> delayed = new ArrayList<>();
        private int topics;
        private String step = "";

        Schedule(long seed) {
            name = "seed " + seed;
            random = new Random(seed);
            elr = random.nextBoolean();
            unclean = random.nextInt(4) == 0;
            brokers = 3 + random.nextInt(3);
            cluster = new Fixture(seed, Map.of());
            replicas = new ReplicaModel(random);
        }

        List<MetadataRecord> run() {
            if (elr) {
                cluster.feature(FeatureDecider.ELR_VERSION, 1);
            }
            for (int id = 1; id <= brokers; id++) {
                cluster.start(id, "rack" + id % 2);
            }
            for (int i = 0; i < 3; i++) {
                create();
            }
            for (int i = 0; i < STEPS; i++) {
                step = name + " step " + i + " ";
                replicas.replicate(cluster);
                step();
            }
            settle();
            return log;
        }

        private void step() {
            switch (random.nextInt(20)) {
                case 0, 1, 2 -> timePasses();
                case 3 -> silent.add(broker());
                case 4, 5 -> restart();
                case 6, 7, 8, 9 -> report();
                case 10 -> late();
                case 11 -> stop();
                case 12 -> reassign();
                case 13 -> elect();
                case 14 -> apply("balance", new ElectionDecider(cluster.context()).balance(cluster.image()));
                case 15 -> create();
                case 16 -> directory();
                case 17 -> configure();
                case 18 -> leave();
                default -> rare();
            }
        }

        private void rare() {
            switch (random.nextInt(4)) {
                case 0 -> {
                    step += "fail-over";
                    cluster.failOver();
                }
                case 1 -> apply("uncleanly", new ElectionDecider(cluster.context()).electUncleanly(cluster.image()));
                case 2 -> apply("grow", new InternalTopicDecider(cluster.context()).grow(cluster.image()));
                default -> delete();
            }
        }

        private int broker() {
            return 1 + random.nextInt(brokers);
        }

        private <T> T apply(String what, Decision<MetadataRecord, T> decision) {
            ClusterImage before = cluster.image();
            cluster.apply(throughTheWire(decision.records()));
            log.addAll(decision.records());
            check(before, what);
            return decision.reply();
        }

        private void check(ClusterImage before, String what) {
            String context = step + what;
            ClusterImage after = cluster.image();
            ImageInvariants.check(after, context);
            for (TopicImage topic : after.topics().all().toList()) {
                before.topics().byId(topic.id()).ifPresent(was -> {
                    for (int number = 0; number < was.partitions().size(); number++) {
                        epochsRise(
                                was.partitions().get(number),
                                topic.partitions().get(number),
                                context + " " + topic.name());
                    }
                });
            }
            replicas.elected(before, after, context);
            if (random.nextInt(20) == 0) {
                assertThat(ClusterImage.EMPTY.apply(throughTheWire(after.toRecords())))
                        .as(context)
                        .isEqualTo(after);
            }
        }

        private void epochsRise(PartitionImage was, PartitionImage is, String context) {
            boolean changed = !was.equals(is);
            boolean moved = was.leader() != is.leader();
            if (was.leaderEpoch() > is.leaderEpoch()
                    || was.partitionEpoch() > is.partitionEpoch()
                    || (moved && was.leaderEpoch() == is.leaderEpoch())) {
                throw new AssertionError("epochs only rise: " + context + " from " + was + " to " + is);
            }
            boolean beganRecovery =
                    is.recovery() == LeaderRecoveryState.RECOVERING && was.recovery() == LeaderRecoveryState.RECOVERED;
            boolean lastKnown = was.lastKnownElr().equals(List.of(is.leader()));
            if (changed && beganRecovery && !unclean && !lastKnown && !step.contains("asked")) {
                throw new AssertionError("an unclean election was allowed: " + context + " from " + was + " to " + is);
            }
        }

        private void timePasses() {
            cluster.passes(100 + random.nextInt(900));
            for (BrokerImage broker :
                    List.copyOf(cluster.image().nodes().brokers().values())) {
                if (!silent.contains(broker.id())) {
                    heartbeat(broker.id(), false);
                }
            }
            for (OptionalInt stale = stale(); stale.isPresent(); stale = stale()) {
                apply("fence " + stale.getAsInt(), cluster.heartbeats().fence(cluster.image(), stale.getAsInt()));
            }
        }

        private OptionalInt stale() {
            return cluster.contacts().mostStale(cluster.image(), cluster.nowMs());
        }

        private void heartbeat(int id, boolean stopping) {
            var request = cluster.heartbeatOf(cluster.broker(id)).setWantShutDown(stopping);
            cluster.contacts().heard(cluster.image(), request, cluster.nowMs());
            var decision = cluster.heartbeats().heartbeat(cluster.image(), request, cluster.moment());
            apply("heartbeat of " + id, decision);
            if (stopping) {
                cluster.contacts().handedOver(id, cluster.nextOffset() - 1);
            }
        }

        private void stop() {
            int id = broker();
            cluster.image().nodes().broker(id).ifPresent(_ -> {
                for (int i = 0; i < 4; i++) {
                    heartbeat(id, true);
                }
                silent.add(id);
            });
        }

        /** A new process, after a clean stop or after a loss of power. */
        private void restart() {
            int id = broker();
            boolean clean = random.nextBoolean();
            BrokerRegistrationRequest request = cluster.registration(id, "rack" + id % 2);
            if (random.nextInt(3) == 0) {
                request.setLogDirs(List.of(new Uuid(7, id), new Uuid(8, id)));
            }
            if (clean) {
                cluster.image().nodes().broker(id).ifPresent(broker -> request.setPreviousBrokerEpoch(broker.epoch()));
            }
            var decision = cluster.brokers().register(cluster.image(), request, cluster.moment());
            var response = apply("registration of " + id, decision);
            if (response.errorCode() == 0) {
                if (!clean && elr) {
                    replicas.loseTails(id);
                }
                cluster.contacts().registered(request, response.brokerEpoch(), cluster.nowMs());
                silent.remove(id);
                heartbeat(id, false);
            }
        }

        /** A leader reports who is in sync; sometimes the report is held up. */
        private void report() {
            List<TopicImage> all = cluster.image().topics().sorted().toList();
            if (all.isEmpty()) {
                return;
            }
            TopicImage topic = all.get(random.nextInt(all.size()));
            int number = random.nextInt(topic.partitions().size());
            PartitionImage partition = topic.partitions().get(number);
            if (!partition.hasLeader() || silent.contains(partition.leader())) {
                return;
            }
            List<Integer> isr = new ArrayList<>(replicas.caughtUp(cluster.image(), topic, number));
            if (random.nextInt(4) == 0) {
                isr.removeIf(id -> id != partition.leader() && random.nextBoolean());
            }
            AlterPartitionRequest.PartitionData data = new AlterPartitionRequest.PartitionData()
                    .setPartitionIndex(number)
                    .setLeaderEpoch(partition.leaderEpoch())
                    .setPartitionEpoch(partition.partitionEpoch())
                    .setLeaderRecoveryState((byte) 0);
            isr.forEach(id -> data.newIsrWithEpochs()
                    .add(new AlterPartitionRequest.BrokerState()
                            .setBrokerId(id)
                            .setBrokerEpoch(cluster.broker(id).epoch())));
            AlterPartitionRequest request = new AlterPartitionRequest()
                    .setBrokerId(partition.leader())
                    .setBrokerEpoch(cluster.broker(partition.leader()).epoch())
                    .setTopics(List.of(new AlterPartitionRequest.TopicData()
                            .setTopicId(topic.id())
                            .setPartitions(List.of(data))));
            if (random.nextInt(5) == 0) {
                delayed.add(request);
            } else {
                alter(request);
            }
        }

        private void late() {
            if (!delayed.isEmpty()) {
                AlterPartitionRequest request = delayed.remove(random.nextInt(delayed.size()));
                PartitionImage now = cluster.image()
                        .topics()
                        .byId(request.topics().getFirst().topicId())
                        .flatMap(topic -> topic.partition(request.topics()
                                .getFirst()
                                .partitions()
                                .getFirst()
                                .partitionIndex()))
                        .orElse(null);
                int epoch = request.topics().getFirst().partitions().getFirst().partitionEpoch();
                boolean overtaken = now == null || now.partitionEpoch() != epoch;
                var decision = new AlterPartitionDecider(cluster.context()).alter(cluster.image(), request);
                if (overtaken) {
                    assertThat(decision.records()).as(step + "late report").isEmpty();
                }
            }
        }

        private void alter(AlterPartitionRequest request) {
            apply("report", new AlterPartitionDecider(cluster.context()).alter(cluster.image(), request));
        }

        private void reassign() {
            List<TopicImage> all = cluster.image().topics().sorted().toList();
            if (all.isEmpty()) {
                return;
            }
            TopicImage topic = all.get(random.nextInt(all.size()));
            List<Integer> target = new ArrayList<>();
            for (int id = 1; id <= brokers; id++) {
                target.add(id);
            }
            Collections.shuffle(target, random);
            boolean cancel = random.nextInt(3) == 0;
            AlterPartitionReassignmentsRequest request = new AlterPartitionReassignmentsRequest()
                    .setTopics(List.of(new AlterPartitionReassignmentsRequest.ReassignableTopic()
                            .setName(topic.name())
                            .setPartitions(List.of(new AlterPartitionReassignmentsRequest.ReassignablePartition()
                                    .setPartitionIndex(
                                            random.nextInt(topic.partitions().size()))
                                    .setReplicas(cancel ? null : target.subList(0, 1 + random.nextInt(brokers)))))));
            apply("reassign", new ReassignmentDecider(cluster.context()).alter(cluster.image(), request));
        }

        private void elect() {
            boolean uncleanly = unclean && random.nextBoolean();
            apply(
                    uncleanly ? "asked to elect uncleanly" : "elect",
                    new ElectionDecider(cluster.context())
                            .elect(
                                    cluster.image(),
                                    new ElectLeadersRequest()
                                            .setElectionType((byte) (uncleanly ? 1 : 0))
                                            .setTopicPartitions(null)));
        }

        private void create() {
            var request = Fixture.create(
                    random.nextInt(5) == 0 ? "__consumer_offsets" : "t" + topics++,
                    1 + random.nextInt(3),
                    1 + random.nextInt(brokers));
            var configs = request.topics().getFirst().configs();
            if (random.nextInt(4) > 0) {
                configs.add(new CreateTopicsRequest.CreatableTopicConfig()
                        .setName("min.insync.replicas")
                        .setValue(Integer.toString(1 + random.nextInt(3))));
            }
            if (unclean && random.nextBoolean()) {
                configs.add(new CreateTopicsRequest.CreatableTopicConfig()
                        .setName("unclean.leader.election.enable")
                        .setValue("true"));
            }
            apply("create", cluster.topics().createTopics(cluster.image(), request));
        }

        private void delete() {
            cluster.image()
                    .topics()
                    .sorted()
                    .findFirst()
                    .ifPresent(topic -> apply(
                            "delete",
                            cluster.topics()
                                    .deleteTopics(
                                            cluster.image(),
                                            new DeleteTopicsRequest()
                                                    .setTopics(List.of(new DeleteTopicsRequest.DeleteTopicState()
                                                            .setName(topic.name()))),
                                            (short) 6)));
        }

        /** A directory fails, or a broker says where a replica lies. */
        private void directory() {
            int id = broker();
            cluster.image().nodes().broker(id).filter(BrokerImage::active).ifPresent(broker -> {
                if (random.nextBoolean()) {
                    var request = cluster.heartbeatOf(broker).setOfflineLogDirs(List.of(new Uuid(8, id)));
                    apply(
                            "directory of " + id + " fails",
                            cluster.heartbeats().heartbeat(cluster.image(), request, cluster.moment()));
                } else {
                    cluster.image()
                            .topics()
                            .sorted()
                            .filter(topic ->
                                    topic.partitions().getFirst().replicas().contains(id))
                            .findFirst()
                            .ifPresent(topic -> apply(
                                    "assign",
                                    DirectoryDeciderTest.assign(
                                            cluster,
                                            id,
                                            random.nextInt(4) == 0 ? DirectoryIds.LOST : new Uuid(7, id),
                                            topic.name())));
                }
            });
        }

        /** The minimum of in-sync replicas changes, of one topic or of all that have none of their own. */
        private void configure() {
            boolean ofAll = random.nextInt(3) == 0;
            cluster.image()
                    .topics()
                    .sorted()
                    .skip(random.nextInt(3))
                    .findFirst()
                    .ifPresent(topic -> {
                        IncrementalAlterConfigsRequest request = new IncrementalAlterConfigsRequest();
                        request.resources()
                                .add(new IncrementalAlterConfigsRequest.AlterConfigsResource()
                                        .setResourceType((byte) (ofAll ? 4 : 2))
                                        .setResourceName(ofAll ? "" : topic.name())
                                        .setConfigs(List.of(new IncrementalAlterConfigsRequest.AlterableConfig()
                                                .setName("min.insync.replicas")
                                                .setConfigOperation((byte) 0)
                                                .setValue(Integer.toString(1 + random.nextInt(3))))));
                        var response = apply(
                                "min.insync.replicas",
                                new ConfigDecider(cluster.context()).incrementalAlter(cluster.image(), request));
                        assertThat(response.responses().getFirst().errorCode())
                                .as(step)
                                .isZero();
                    });
        }

        private void leave() {
            int id = broker();
            if (random.nextInt(3) == 0) {
                apply(
                        "unregister " + id,
                        cluster.brokers().unregister(cluster.image(), new UnregisterBrokerRequest().setBrokerId(id)));
                silent.add(id);
            }
        }

        /** Once all brokers are back, whatever has a replica in sync or eligible has a leader. */
        private void settle() {
            step = name + " at the end ";
            cluster.failOver();
            for (int id = 1; id <= brokers; id++) {
                silent.remove(id);
                BrokerRegistrationRequest request = cluster.registration(id, "");
                cluster.image().nodes().broker(id).ifPresent(broker -> request.setPreviousBrokerEpoch(broker.epoch()));
                var response = apply(
                        "registration of " + id,
                        cluster.brokers().register(cluster.image(), request, cluster.moment()));
                assertThat(response.errorCode()).as(step).isZero();
                heartbeat(id, false);
            }
            assertThat(new ElectionDecider(cluster.context())
                            .settle(cluster.image())
                            .records())
                    .as(step + "nothing is left to settle")
                    .isEmpty();
        }
    }

    private static List<MetadataRecord> throughTheWire(List<MetadataRecord> records) {
        List<MetadataRecord> result = new ArrayList<>(records.size());
        for (MetadataRecord record : records) {
            short version = RecordVersions.of(record);
            WireWriter out = WireWriter.copying(ByteBuffer.allocate(record.size(version)));
            record.write(out, version);
            result.add(record.type().read(new WireReader(out.written()), version));
        }
        return result;
    }

    @Test
    void nothingThatMayHappenBreaksTheCluster() {
        for (long seed = 0; seed < 30; seed++) {
            new Schedule(seed).run();
        }
    }

    @Test
    @Tag("slow")
    void nothingThatMayHappenBreaksTheClusterManyTimes() {
        for (long seed = 30; seed < 3_000; seed++) {
            new Schedule(seed).run();
        }
    }

    @Test
    void aSeedMakesTheSameRecordsEveryTime() {
        for (long seed = 0; seed < 3; seed++) {
            assertThat(new Schedule(seed).run())
                    .as("seed %d", seed)
                    .isNotEmpty()
                    .isEqualTo(new Schedule(seed).run());
        }
    }
}
