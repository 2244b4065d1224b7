package io.odradek.interop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.interop.broker.ClusterUnderTest;
import io.odradek.interop.kill.GroupReader;
import io.odradek.interop.kill.TopicContents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.InstanceOfAssertFactories;

/**
 * One fault under load, and the check of the whole history: every record that was acknowledged is where it was acknowledged, none is
 * there twice, those of a producer are in their order, no acknowledged commit went back, and all replicas hold the same bytes.
 *
 * @param name of the topic and, with an ending, of the group
 * @param limit how long a partition may be without an acknowledgement
 */
record Trial(ClusterUnderTest cluster, Path folder, String name, int partitions, Duration limit) {
    /** Something goes wrong, and is over when this returns: all nodes run, and their network is whole. */
    interface Fault {
        void strike(ClusterView view) throws Exception;
    }

    String group() {
        return name + "-readers";
    }

    /** Fails if the fault was noticed by anything but a silence. */
    void survive(Fault fault) throws Exception {
        Path sideFile = folder.resolve("acknowledged");
        try (ClusterView view = new ClusterView(cluster.bootstrap())) {
            view.createTopic(name, partitions);
            GroupReader reader = new GroupReader(cluster.bootstrap(), name, group());
            List<Long> silences;
            try (reader;
                    PartitionedLoad load = new PartitionedLoad(cluster.bootstrap(), name, partitions, sideFile)) {
                load.awaitAcknowledgements();
                reader.awaitCommit();
                load.measure();
                fault.strike(view);
                load.awaitAcknowledgements();
                reader.awaitCommit();
                silences = load.silences();
                view.awaitInSync(name);
            } catch (Throwable e) {
                System.out.println(cluster.complaints());
                throw e;
            }
            System.out.println(name + ": ms without an acknowledgement, per partition: " + silences);
            long acknowledged = checkHistory(sideFile);
            checkCommits(view, reader.committed());
            Replicas.awaitIdentical(cluster, name, partitions);
            System.out.println(name + ": " + acknowledged + " acknowledged records are there once and in order; "
                    + reader.unacknowledgedCommits() + " commits had to be tried again");
            assertThat(Collections.max(silences)).as("longest silence in ms").isLessThan(limit.toMillis());
        }
    }

    private long checkHistory(Path sideFile) throws Exception {
        TopicContents contents = TopicContents.read(cluster.bootstrap(), name, partitions);
        long acknowledged = contents.checkAcknowledged(sideFile);
        contents.checkOnceAndInOrder(partitions);
        assertThat(acknowledged).isGreaterThan(partitions);
        return acknowledged;
    }

    private void checkCommits(ClusterView view, Map<TopicPartition, Long> committed) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> stored = view.committed(group());
        assertThat(committed).as("acknowledged commits").isNotEmpty();
        committed.forEach((partition, offset) -> assertThat(stored.get(partition))
                .as("commit of " + partition)
                .isNotNull()
                .extracting(OffsetAndMetadata::offset)
                .asInstanceOf(InstanceOfAssertFactories.LONG)
                .isGreaterThanOrEqualTo(offset));
    }
}
