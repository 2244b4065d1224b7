package io.odradek.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
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
            assertThat(ids.add(topic.id())).as(context).isTrue();
            assertThat(names.add(topic.name())).as(context).isTrue();
            assertThat(image.topics().byName(topic.name())).as(context).contains(topic);
            assertThat(image.topics().byId(topic.id())).as(context).contains(topic);
            assertThat(topic.partitions()).as(context).isNotEmpty();
            topic.partitions().forEach(partition -> check(image, partition, context));
        }
        assertThat(image.topics().count()).as(context).isEqualTo(ids.size());
        image.configs()
                .all()
                .forEach(resource ->
                        assertThat(image.configs().of(resource)).as(context).isNotEmpty());
    }

    private static void check(ClusterImage image, PartitionImage partition, String context) {
        assertThat(partition.replicas()).as(context).isNotEmpty().doesNotHaveDuplicates();
        assertThat(partition.directories()).as(context).hasSameSizeAs(partition.replicas());
        assertThat(partition.isr()).as(context).isNotEmpty().doesNotHaveDuplicates();
        assertThat(partition.replicas()).as(context).containsAll(partition.isr());
        if (partition.hasLeader()) {
            assertThat(partition.isr()).as(context).contains(partition.leader());
            assertThat(image.nodes().active(partition.leader())).as(context).isTrue();
        } else {
            assertThat(partition.isr()).as(context).noneMatch(image.nodes()::active);
        }
        assertThat(partition.leaderEpoch()).as(context).isLessThanOrEqualTo(partition.partitionEpoch());
    }
}
