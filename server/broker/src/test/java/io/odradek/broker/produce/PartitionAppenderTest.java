package io.odradek.broker.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.TestReplica;
import io.odradek.broker.partition.TopicSettings;
import io.odradek.metadata.config.ThrottledReplicas;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.odradek.protocol.record.BatchRules;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.replication.PartitionState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** acks=all in a topic with min.insync.replicas=3, whose partition has one replica in sync. */
final class PartitionAppenderTest {
    private static final short VERSION = 12;

    private TestReplica replica;
    private Partition partition;
    private PartitionAppender appender;

    @BeforeEach
    void lead() throws IOException {
        replica = new TestReplica(new TopicSettings(
                BatchRules.DEFAULT, 3, Optional.empty(), 0, false, ThrottledReplicas.NONE, ThrottledReplicas.NONE));
        partition = replica.partition;
        appender = new PartitionAppender(replica.fixture.time);
    }

    private void replicas(Integer... replicas) {
        partition.changed(new PartitionState(TestReplica.SELF, 0, 0, List.of(replicas), List.of(TestReplica.SELF)));
    }

    @Test
    void minInSyncReplicasIsNoMoreThanTheReplicasThatThereAre() {
        replicas(1);
        assertThat(append(PartitionAppender.ACKS_ALL).errorCode()).isEqualTo(ErrorCode.NONE.code());
    }

    @Test
    void tooFewReplicasInSyncRefuseAcksAllButNotAcks1() {
        replicas(1, 2);
        PartitionProduceResponse refused = append(PartitionAppender.ACKS_ALL);
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.NOT_ENOUGH_REPLICAS.code());
        assertThat(refused.errorMessage()).contains("ISR is 1", "less than the 2", "min.insync.replicas");
        assertThat(append((short) 1).errorCode()).isEqualTo(ErrorCode.NONE.code());
    }

    @Test
    void aTopicMayAskForFewerThanItsReplicas() {
        replicas(1, 2, 3, 4, 5);
        assertThat(append(PartitionAppender.ACKS_ALL).errorMessage()).contains("less than the 3");
    }

    private PartitionProduceResponse append(short acks) {
        ByteBuffer value = ByteBuffer.wrap("x".getBytes(UTF_8));
        MemoryRecords records = new MemoryRecords(RecordBatchBuilder.create()
                .append(replica.fixture.time.wallMillis(), value, value)
                .build());
        return appender.append(partition, records, acks, VERSION).response();
    }
}
