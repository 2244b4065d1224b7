package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.metadata.Fixture;
import io.odradek.metadata.ImageInvariants;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionRecord;
import io.odradek.protocol.metadata.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A broker with more partitions than one batch of the metadata log has room for. */
class ManyPartitionsTest {
    private static final int MORE = 1_000;
    private static final int MAX_BATCH_BYTES = 8 * 1024 * 1024;

    /** Of a record: length, attributes, deltas, key, value length, headers; and of its frame. */
    private static final int RECORD_OVERHEAD = 20;

    private final Fixture cluster = Fixture.of(3).feature(FeatureDecider.ELR_VERSION, 1);

    private void partitions() {
        List<MetadataRecord> records = new ArrayList<>();
        for (int topic = 0; topic < 51; topic++) {
            Uuid id = new Uuid(3, topic);
            records.add(new TopicRecord().setName("t" + topic).setTopicId(id));
            records.add(new ConfigRecord()
                    .setResourceType((byte) 2)
                    .setResourceName("t" + topic)
                    .setName("min.insync.replicas")
                    .setValue("3"));
            for (int number = 0; number < (OperationLimits.MAX_MOVES + MORE) / 51; number++) {
                records.add(new PartitionRecord()
                        .setTopicId(id)
                        .setPartitionId(number)
                        .setReplicas(List.of(1, 2, 3))
                        .setDirectories(List.of(new Uuid(7, 1), new Uuid(7, 2), new Uuid(7, 3)))
                        .setIsr(List.of(1, 2, 3))
                        .setLeader(1)
                        .setLeaderEpoch(0)
                        .setPartitionEpoch(0));
            }
        }
        cluster.apply(records);
    }

    private List<PartitionImage> all() {
        return cluster.image()
                .topics()
                .sorted()
                .flatMap(topic -> topic.partitions().stream())
                .toList();
    }

    @Test
    void whatDoesNotFitOneDecisionIsSettledByTheNext() {
        partitions();
        int count = all().size();
        assertThat(count).isGreaterThan(OperationLimits.MAX_MOVES);
        Decision<MetadataRecord, Boolean> fencing = cluster.heartbeats().fence(cluster.image(), 1);
        assertThat(fencing.records()).hasSize(OperationLimits.MAX_MOVES + 1);
        long bytes = fencing.records().stream()
                .mapToLong(record -> record.size(RecordVersions.of(record)) + RECORD_OVERHEAD)
                .sum();
        assertThat(bytes).isLessThan(MAX_BATCH_BYTES);
        cluster.apply(fencing);
        Decision<MetadataRecord, Boolean> rest = new ElectionDecider(cluster.context()).settle(cluster.image());
        assertThat(rest.records()).hasSize(count - OperationLimits.MAX_MOVES);
        assertThat(rest.reply()).as("again").isFalse();
        cluster.apply(rest);
        assertThat(all()).allSatisfy(partition -> assertThat(partition.leader()).isEqualTo(2));
        ImageInvariants.check(cluster.image(), "at the end");
    }

    /** Half of an unclean restart must not leave the broker eligible in the other half: it is registered when all is done. */
    @Test
    void anUncleanRestartIsWholeBeforeTheBrokerIsRegistered() {
        partitions();
        cluster.failOver();
        long before = cluster.broker(1).epoch();
        BrokerRegistrationRequest request = cluster.registration(1, "");
        BrokerRegistrationResponse first =
                cluster.apply(cluster.brokers().register(cluster.image(), request, cluster.moment()));
        assertThat(ErrorCode.forCode(first.errorCode())).isEqualTo(ErrorCode.REQUEST_TIMED_OUT);
        assertThat(cluster.broker(1).epoch()).isEqualTo(before);
        BrokerRegistrationResponse second =
                cluster.apply(cluster.brokers().register(cluster.image(), request, cluster.moment()));
        assertThat(second.errorCode()).isZero();
        assertThat(all()).allSatisfy(partition -> {
            assertThat(partition.leader()).isEqualTo(2);
            assertThat(partition.elr()).isEmpty();
        });
    }
}
