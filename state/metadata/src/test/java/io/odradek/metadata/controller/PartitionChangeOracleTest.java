package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.LeaderRecoveryState;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.FeatureLevelRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import io.odradek.protocol.metadata.PartitionRecord;
import io.odradek.protocol.metadata.RegisterBrokerRecord;
import io.odradek.protocol.metadata.TopicRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.controller.PartitionChangeBuilder;
import org.apache.kafka.metadata.PartitionRegistration;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random partitions and wishes, decided by Kafka's own class and by ours. */
class PartitionChangeOracleTest {
    private static final int ROUNDS = 40_000;
    private static final int ELIGIBLE = 6;
    private static final List<Object> UNCHANGED = fields(new PartitionChangeRecord());
    private static final Uuid TOPIC = new Uuid(5, 5);
    private static final BrokerConfig CONFIG = BrokerConfigLoader.load(Map.of()).config();

    /** What is asked of both. */
    private record Case(
            short level,
            boolean elr,
            int minIsr,
            PartitionImage partition,
            List<Integer> active,
            PartitionChange.Election election,
            List<Integer> isr,
            Optional<List<Integer>> target,
            Optional<Integer> uncleanlyStopped) {}

    private static final class Cases {
        private final Random random;

        Cases(long seed) {
            random = new Random(seed);
        }

        List<Integer> some(List<Integer> from, int percent) {
            return from.stream().filter(_ -> random.nextInt(100) < percent).toList();
        }

        Case next() {
            short level = (short)
                    List.of(7, 11, 12, 17, 22, 23, 33).get(random.nextInt(7)).intValue();
            boolean elr = level >= 23 && random.nextBoolean();
            List<Integer> brokers = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6));
            Collections.shuffle(brokers, random);
            List<Integer> replicas = List.copyOf(brokers.subList(0, 1 + random.nextInt(4)));
            List<Integer> isr = some(replicas, 60);
            if (isr.isEmpty() && !elr) {
                isr = List.of(replicas.getFirst());
            }
            List<Integer> inIsr = isr;
            List<Integer> outside =
                    replicas.stream().filter(id -> !inIsr.contains(id)).toList();
            List<Integer> eligible = elr ? some(outside, 40).stream().sorted().toList() : List.of();
            List<Integer> active = some(List.of(1, 2, 3, 4, 5, 6), 70);
            int leader = isr.isEmpty() || random.nextInt(4) == 0
                    ? PartitionImage.NO_LEADER
                    : isr.get(random.nextInt(isr.size()));
            List<Integer> lastKnown = elr && leader < 0 && random.nextBoolean()
                    ? List.of(replicas.get(random.nextInt(replicas.size())))
                    : List.of();
            boolean moving = random.nextInt(3) == 0 && replicas.size() > 1;
            List<Integer> adding = moving ? some(replicas, 30) : List.of();
            List<Integer> removing = moving
                    ? some(replicas.stream().filter(id -> !adding.contains(id)).toList(), 30)
                    : List.of();
            PartitionImage partition = new PartitionImage(
                    replicas,
                    level >= 17 ? replicas.stream().map(id -> new Uuid(9, id)).toList() : List.of(),
                    isr,
                    removing,
                    adding,
                    eligible,
                    lastKnown,
                    leader,
                    random.nextInt(5) == 0 ? LeaderRecoveryState.RECOVERING : LeaderRecoveryState.RECOVERED,
                    3,
                    7);
            List<Integer> wantedIsr = random.nextBoolean() ? isr : some(replicas, 60);
            Optional<List<Integer>> target = random.nextInt(4) == 0
                    ? Optional.of(List.copyOf(brokers.subList(0, 1 + random.nextInt(5))))
                    : Optional.empty();
            return new Case(
                    level,
                    elr,
                    1 + random.nextInt(3),
                    partition,
                    active,
                    PartitionChange.Election.values()[random.nextInt(3)],
                    wantedIsr,
                    target,
                    elr && random.nextInt(4) == 0
                            ? Optional.of(replicas.get(random.nextInt(replicas.size())))
                            : Optional.empty());
        }
    }

    @Test
    void everyChangeIsTheOneThatKafkaMakes() {
        int changed = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Case each = new Cases(seed).next();
            List<Object> ours = comparable(
                    each, ours(each).map(PartitionChangeOracleTest::fields).orElse(List.of()));
            List<Object> theirs = comparable(each, theirs(each));
            assertThat(ours).as("seed %d: %s", seed, each).isEqualTo(theirs);
            changed += ours.isEmpty() ? 0 : 1;
        }
        assertThat(changed).isGreaterThan(ROUNDS / 3);
    }

    /**
     * Kafka keeps replicas that are taken away eligible, and measures in-sync replicas by the minimum that held before; we do
     * not, so where replicas are taken away the eligible ones are not compared. Nor are they where one replica in sync is enough:
     * Kafka then keeps eligible whom a leader elected from among them may leave behind.
     */
    private static List<Object> comparable(Case each, List<Object> fields) {
        boolean taken = !each.partition().removing().isEmpty()
                || each.target()
                        .filter(target -> !target.containsAll(each.partition().replicas()))
                        .isPresent();
        boolean oneIsEnough = each.minIsr() == 1 || each.partition().replicas().size() == 1;
        if ((!taken && !oneIsEnough) || fields.isEmpty()) {
            return fields;
        }
        List<Object> result = new ArrayList<>(fields);
        result.set(ELIGIBLE, "null");
        return result.equals(UNCHANGED) ? List.of() : result;
    }

    private static Optional<PartitionChangeRecord> ours(Case each) {
        List<MetadataRecord> records = new ArrayList<>();
        records.add(new FeatureLevelRecord().setName("metadata.version").setFeatureLevel(each.level()));
        if (each.elr()) {
            records.add(new FeatureLevelRecord()
                    .setName("eligible.leader.replicas.version")
                    .setFeatureLevel((short) 1));
        }
        for (int id = 1; id <= 6; id++) {
            records.add(new RegisterBrokerRecord()
                    .setBrokerId(id)
                    .setLogDirs(List.of(new Uuid(9, id)))
                    .setFenced(!each.active().contains(id)));
        }
        PartitionImage partition = each.partition();
        records.add(new TopicRecord().setName("t").setTopicId(TOPIC));
        records.add(new PartitionRecord()
                .setTopicId(TOPIC)
                .setPartitionId(0)
                .setReplicas(partition.replicas())
                .setDirectories(partition.directories())
                .setIsr(partition.isr())
                .setAddingReplicas(partition.adding())
                .setRemovingReplicas(partition.removing())
                .setEligibleLeaderReplicas(partition.elr())
                .setLastKnownElr(partition.lastKnownElr())
                .setLeader(partition.leader())
                .setLeaderRecoveryState(partition.recovery().id())
                .setLeaderEpoch(partition.leaderEpoch())
                .setPartitionEpoch(partition.partitionEpoch()));
        records.add(new ConfigRecord()
                .setResourceType((byte) 2)
                .setResourceName("t")
                .setName("min.insync.replicas")
                .setValue(Integer.toString(each.minIsr())));
        ClusterImage image = ClusterImage.EMPTY.apply(records);
        TopicImage topic = image.topics().byName("t").orElseThrow();
        PartitionChange change = new PartitionChange(new PartitionRules(image, CONFIG), topic, 0)
                .election(each.election())
                .isr(each.isr());
        each.uncleanlyStopped().ifPresent(change::uncleanlyStopped);
        each.target()
                .ifPresent(target -> change.replicas(
                        replicas(partition, target), removing(partition, target), adding(partition, target)));
        return change.record();
    }

    private static List<Object> theirs(Case each) {
        PartitionImage partition = each.partition();
        PartitionRegistration registration = new PartitionRegistration.Builder()
                .setReplicas(ints(partition.replicas()))
                .setDirectories(
                        partition.directories().isEmpty()
                                ? org.apache.kafka.common.DirectoryId.migratingArray(
                                        partition.replicas().size())
                                : partition.replicas().stream()
                                        .map(PartitionChangeOracleTest::directory)
                                        .toArray(org.apache.kafka.common.Uuid[]::new))
                .setIsr(ints(partition.isr()))
                .setAddingReplicas(ints(partition.adding()))
                .setRemovingReplicas(ints(partition.removing()))
                .setElr(ints(partition.elr()))
                .setLastKnownElr(ints(partition.lastKnownElr()))
                .setLeader(partition.leader())
                .setLeaderRecoveryState(org.apache.kafka.metadata.LeaderRecoveryState.of(
                        partition.recovery().id()))
                .setLeaderEpoch(partition.leaderEpoch())
                .setPartitionEpoch(partition.partitionEpoch())
                .build();
        PartitionChangeBuilder builder = new PartitionChangeBuilder(
                        registration,
                        new org.apache.kafka.common.Uuid(5, 5),
                        0,
                        each.active()::contains,
                        MetadataVersion.fromFeatureLevel(each.level()),
                        Math.min(each.minIsr(), partition.replicas().size()),
                        each.elr())
                .setElection(
                        PartitionChangeBuilder.Election.valueOf(each.election().name()))
                .setTargetIsr(each.isr())
                .setDefaultDirProvider(PartitionChangeOracleTest::directory);
        each.uncleanlyStopped().ifPresent(id -> builder.setUncleanShutdownReplicas(List.of(id)));
        each.target()
                .ifPresent(target -> builder.setTargetReplicas(replicas(partition, target))
                        .setTargetRemoving(removing(partition, target))
                        .setTargetAdding(adding(partition, target)));
        return builder.build()
                .map(message -> fields((org.apache.kafka.common.metadata.PartitionChangeRecord) message.message()))
                .orElse(List.of());
    }

    private static List<Integer> replicas(PartitionImage partition, List<Integer> target) {
        List<Integer> result = new ArrayList<>(target);
        result.addAll(removing(partition, target));
        return result;
    }

    private static List<Integer> removing(PartitionImage partition, List<Integer> target) {
        return partition.replicas().stream()
                .filter(id -> !target.contains(id))
                .sorted()
                .toList();
    }

    private static List<Integer> adding(PartitionImage partition, List<Integer> target) {
        return target.stream()
                .filter(id -> !partition.replicas().contains(id))
                .sorted()
                .toList();
    }

    private static org.apache.kafka.common.Uuid directory(int broker) {
        return new org.apache.kafka.common.Uuid(9, broker);
    }

    private static int[] ints(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Object> fields(PartitionChangeRecord record) {
        return List.of(
                record.leader(),
                text(record.isr()),
                text(record.replicas()),
                text(record.removingReplicas()),
                text(record.addingReplicas()),
                record.leaderRecoveryState(),
                sorted(record.eligibleLeaderReplicas()),
                text(record.lastKnownElr()),
                text(record.directories()));
    }

    private static List<Object> fields(org.apache.kafka.common.metadata.PartitionChangeRecord record) {
        return List.of(
                record.leader(),
                text(record.isr()),
                text(record.replicas()),
                text(record.removingReplicas()),
                text(record.addingReplicas()),
                record.leaderRecoveryState(),
                sorted(record.eligibleLeaderReplicas()),
                text(record.lastKnownElr()),
                text(record.directories()));
    }

    /** Kafka's directories and ours have the same text. */
    private static String text(@Nullable Object list) {
        return String.valueOf(list);
    }

    private static String sorted(@Nullable List<Integer> ids) {
        return ids == null ? "null" : ids.stream().sorted().toList().toString();
    }
}
