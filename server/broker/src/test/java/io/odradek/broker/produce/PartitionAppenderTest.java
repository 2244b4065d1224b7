package io.odradek.broker.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.TopicSettings;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.odradek.protocol.record.BatchRules;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.storage.LogFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** acks=all in a topic with min.insync.replicas=3, whose partition has one replica in sync. */
final class PartitionAppenderTest {
    private static final int SELF = 1;
    private static final short VERSION = 12;

    private final LogFixture fixture = new LogFixture();
    private Partition partition;
    private PartitionAppender appender;

    @BeforeEach
    void lead() throws IOException {
        partition = new Partition(fixture.open(), new TopicSettings(BatchRules.DEFAULT, 3, Optional.empty(), 0, false));
        partition.lead(SELF, 0, Set.of(SELF));
        appender = new PartitionAppender(fixture.time);
    }

    @Test
    void minInSyncReplicasIsNoMoreThanTheReplicasThatThereAre() {
        partition.assignedTo(1);
        assertThat(partition.minInSyncReplicas()).isEqualTo(1);
        assertThat(append(PartitionAppender.ACKS_ALL).errorCode()).isEqualTo(ErrorCode.NONE.code());
    }

    @Test
    void tooFewReplicasInSyncRefuseAcksAllButNotAcks1() {
        partition.assignedTo(2);
        PartitionProduceResponse refused = append(PartitionAppender.ACKS_ALL);
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.NOT_ENOUGH_REPLICAS.code());
        assertThat(refused.errorMessage()).contains("ISR is 1", "less than the 2", "min.insync.replicas");
        assertThat(append((short) 1).errorCode()).isEqualTo(ErrorCode.NONE.code());
    }

    @Test
    void aTopicMayAskForFewerThanItsReplicas() {
        partition.assignedTo(5);
        assertThat(partition.minInSyncReplicas()).isEqualTo(3);
    }

    private PartitionProduceResponse append(short acks) {
        ByteBuffer value = ByteBuffer.wrap("x".getBytes(UTF_8));
        MemoryRecords records = new MemoryRecords(RecordBatchBuilder.create()
                .append(fixture.time.wallMillis(), value, value)
                .build());
        return appender.append(partition, records, acks, VERSION).response();
    }
}
