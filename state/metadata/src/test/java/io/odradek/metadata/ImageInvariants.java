package io.odradek.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import java.util.HashSet;
import java.util.Set;

/** What holds of every image. */
public final class ImageInvariants {
    private ImageInvariants() {}

    public static void check(ClusterImage image, String context) {
        Set<Uuid> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (TopicImage topic : image.topics().all().toList()) {
            holds(ids.add(topic.id()), "topic ids are unique", context);
            holds(names.add(topic.name()), "topic names are unique", context);
            assertThat(image.topics().byName(topic.name())).as(context).contains(topic);
            assertThat(image.topics().byId(topic.id())).as(context).contains(topic);
            holds(!topic.partitions().isEmpty(), "a topic has partitions", context);
            topic.partitions().forEach(partition -> check(image, partition, context + " " + topic.name()));
        }
        assertThat(image.topics().count()).as(context).isEqualTo(ids.size());
        image.configs()
                .all()
                .forEach(resource ->
                        assertThat(image.configs().of(resource)).as(context).isNotEmpty());
        directories(image, context);
    }

    private static void directories(ClusterImage image, String context) {
        Set<Uuid> directories = new HashSet<>();
        for (BrokerImage broker : image.nodes().brokers().values()) {
            broker.logDirs()
                    .forEach(directory -> holds(directories.add(directory), "directories have one broker", context));
        }
    }

    private static void check(ClusterImage image, PartitionImage partition, String context) {
        String where = context + " " + partition;
        holds(isSet(partition.replicas()) && !partition.replicas().isEmpty(), "replicas are a set", where);
        holds(
                partition.directories().isEmpty()
                        || partition.directories().size()
                                == partition.replicas().size(),
                "each replica has a directory",
                where);
        holds(isSet(partition.isr()), "the in-sync replicas are a set", where);
        holds(partition.replicas().containsAll(partition.isr()), "in-sync replicas are replicas", where);
        holds(partition.replicas().containsAll(partition.elr()), "eligible replicas are replicas", where);
        holds(partition.elr().stream().noneMatch(partition.isr()::contains), "in sync or eligible, not both", where);
        holds(partition.replicas().containsAll(partition.adding()), "who is added is a replica", where);
        holds(partition.replicas().containsAll(partition.removing()), "who is removed is a replica", where);
        if (partition.hasLeader()) {
            holds(partition.isr().contains(partition.leader()), "the leader is in sync", where);
            holds(usable(image, partition, partition.leader()), "the leader can lead", where);
            holds(
                    partition.isr().stream().allMatch(id -> usable(image, partition, id)),
                    "in-sync replicas can lead",
                    where);
        } else {
            holds(
                    partition.isr().stream().noneMatch(id -> usable(image, partition, id)),
                    "who is in sync and can lead does",
                    where);
            holds(
                    !partition.isr().isEmpty()
                            || partition.elr().stream().noneMatch(id -> usable(image, partition, id)),
                    "who is eligible and can lead does",
                    where);
        }
        holds(partition.leaderEpoch() <= partition.partitionEpoch(), "a leader epoch is a change", where);
    }

    private static boolean usable(ClusterImage image, PartitionImage partition, int id) {
        return image.nodes()
                .broker(id)
                .filter(broker -> broker.active() && broker.serves(partition.directory(id)))
                .isPresent();
    }

    private static boolean isSet(Iterable<Integer> ids) {
        Set<Integer> seen = new HashSet<>();
        for (int id : ids) {
            if (!seen.add(id)) {
                return false;
            }
        }
        return true;
    }

    private static void holds(boolean fact, String what, String context) {
        if (!fact) {
            throw new AssertionError(what + ": " + context);
        }
    }
}
