package io.odradek.metadata.controller;

import io.odradek.metadata.Fixture;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.metadata.image.LeaderRecoveryState;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What the replicas of a cluster hold, as lengths of logs, so that a schedule can tell whether an election lost what was
 * committed. Leaders write, followers copy and truncate, the high watermark moves as it does in a leader: up to what all in-sync
 * replicas have, and not below {@code min.insync.replicas}.
 */
final class ReplicaModel {
    /** One partition's logs. */
    private static final class Logs {
        private final Map<Integer, Integer> ends = new HashMap<>();
        private final ArrayDeque<String> history = new ArrayDeque<>();
        private int highWatermark;

        void remember(String event) {
            history.add("\n  " + event + " high watermark " + highWatermark + " ends " + new TreeMap<>(ends));
            if (history.size() > REMEMBERED) {
                history.removeFirst();
            }
        }
    }

    private static final int REMEMBERED = 30;

    private final Map<String, Logs> partitions = new HashMap<>();
    private final Random random;

    ReplicaModel(Random random) {
        this.random = random;
    }

    private Logs logs(TopicImage topic, int number) {
        return partitions.computeIfAbsent(topic.id() + "-" + number, _ -> new Logs());
    }

    /** Leaders write, some followers copy, and what all in-sync replicas have is committed. */
    void replicate(Fixture cluster) {
        for (TopicImage topic : cluster.image().topics().sorted().toList()) {
            for (int number = 0; number < topic.partitions().size(); number++) {
                PartitionImage partition = topic.partitions().get(number);
                Logs logs = logs(topic, number);
                logs.ends.keySet().retainAll(partition.replicas());
                if (partition.hasLeader()) {
                    int end = end(logs, partition.leader()) + random.nextInt(3);
                    logs.ends.put(partition.leader(), end);
                    for (int id : partition.replicas()) {
                        if (id != partition.leader() && cluster.image().nodes().active(id) && random.nextBoolean()) {
                            logs.ends.put(id, end);
                        }
                    }
                    commit(cluster, topic, partition, logs);
                }
            }
        }
    }

    private static void commit(Fixture cluster, TopicImage topic, PartitionImage partition, Logs logs) {
        int configured = cluster.context().config(cluster.image()).values().integer("min.insync.replicas");
        String own =
                cluster.image().configs().of(ConfigResource.topic(topic.name())).get("min.insync.replicas");
        int minimum = Math.min(
                own == null ? configured : Integer.parseInt(own),
                partition.replicas().size());
        if (partition.isr().size() >= minimum) {
            int common =
                    partition.isr().stream().mapToInt(id -> end(logs, id)).min().orElse(0);
            logs.highWatermark = Math.max(logs.highWatermark, common);
        }
    }

    /** The replicas that a leader would have in sync: they have all that it has. */
    List<Integer> caughtUp(ClusterImage image, TopicImage topic, int number) {
        PartitionImage partition = topic.partitions().get(number);
        Logs logs = logs(topic, number);
        List<Integer> result = new ArrayList<>();
        for (int id : partition.replicas()) {
            boolean leader = id == partition.leader();
            boolean fetching = image.nodes().active(id);
            if (leader || (fetching && end(logs, id) == end(logs, partition.leader()))) {
                result.add(id);
            }
        }
        return result;
    }

    /** A machine lost power: the ends of its logs may be gone. */
    void loseTails(int broker) {
        for (Logs logs : partitions.values()) {
            logs.ends.computeIfPresent(broker, (_, end) -> random.nextInt(end + 1));
            logs.remember("broker " + broker + " lost power:");
        }
    }

    /** Checks elections that a step has made, and truncates the followers of new leaders. */
    void elected(ClusterImage before, ClusterImage after, String context) {
        for (TopicImage topic : after.topics().sorted().toList()) {
            for (int number = 0; number < topic.partitions().size(); number++) {
                PartitionImage is = topic.partitions().get(number);
                int partition = number;
                PartitionImage was = before.topics()
                        .byId(topic.id())
                        .flatMap(each -> each.partition(partition))
                        .orElse(is);
                if (!is.equals(was)) {
                    Logs logs = logs(topic, number);
                    logs.remember(context + ": isr " + is.isr() + " elr " + is.elr() + " leader " + is.leader()
                            + " replicas " + is.replicas());
                    if (is.hasLeader() && is.leaderEpoch() > was.leaderEpoch()) {
                        elected(logs, was, is, context + " " + topic.name());
                    }
                }
            }
        }
    }

    private static void elected(Logs logs, PartitionImage was, PartitionImage is, String context) {
        int end = end(logs, is.leader());
        if (end < logs.highWatermark) {
            if (is.recovery() != LeaderRecoveryState.RECOVERING) {
                throw new AssertionError("a clean election keeps what is committed (" + logs.highWatermark
                        + "), found a leader that has " + end + ": " + context + " from " + was + " to " + is
                        + logs.history);
            }
            logs.highWatermark = end;
        }
        logs.ends.replaceAll((_, other) -> Math.min(other, end));
    }

    private static int end(Logs logs, int id) {
        return logs.ends.getOrDefault(id, 0);
    }
}
