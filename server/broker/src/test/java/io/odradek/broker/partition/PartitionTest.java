package io.odradek.broker.partition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.storage.AppendOrigin;
import io.odradek.storage.LogFixture;
import io.odradek.storage.LogListener;
import io.odradek.storage.PartitionLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Durability is fsync: the high watermark moves when the log is synced. */
final class PartitionTest {
    private static final int SELF = 1;

    private final List<Runnable> beforeProgress = new ArrayList<>();
    private final List<Long> announced = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();
    private PartitionLog log;
    private Partition partition;

    @BeforeEach
    void lead() throws IOException {
        LogFixture fixture = new LogFixture();
        fixture.listener = new LogListener() {
            @Override
            public void appended(PartitionLog grown) {}

            @Override
            public void durable(PartitionLog synced) {
                beforeProgress.forEach(Runnable::run);
                beforeProgress.clear();
                partition.progressed();
            }

            @Override
            public void failed(PartitionLog broken, IOException cause) {
                partition.fail();
            }
        };
        log = fixture.open();
        partition = new Partition(log, TopicSettings.DEFAULT);
        partition.lead(SELF, 0, Set.of(SELF));
    }

    @Test
    void readersHearOfRecordsThatWereAppendedWhileEarlierOnesWereSynced() throws IOException {
        append("first");
        beforeProgress.add(() -> append("second"));
        log.sync();
        partition.addReader(reader());

        log.sync();

        assertThat(partition.highWatermark()).isEqualTo(2);
        assertThat(announced).containsExactly((long) batch("second").remaining());
    }

    @Test
    void readersHearAtLeastOfAByteWhenTheSizesAreNotKnown() throws IOException {
        log.appendAsLeader(batch("recovered"), 0, AppendOrigin.CLIENT);
        partition.addReader(reader());

        log.sync();

        assertThat(announced).containsExactly(1L);
    }

    @Test
    void whatLiesBelowTheFirstHighWatermarkIsCommitted() throws IOException {
        append("deleted");
        log.sync();
        log.deleteRecordsBefore(1);
        Partition reopened = new Partition(log, TopicSettings.DEFAULT);

        reopened.awaitCommit(1, waiter("duplicate"));

        assertThat(outcomes).containsExactly("duplicate committed");
    }

    @Test
    void whoWaitsWhenLeadershipEndsIsAbandonedAndTheNextLeaderCommitsAgain() throws IOException {
        append("old");
        partition.awaitCommit(1, waiter("old"));
        partition.resign();
        partition.lead(SELF, 1, Set.of(SELF));
        append("new");
        partition.awaitCommit(2, waiter("new"));

        log.sync();

        assertThat(outcomes).containsExactly("old abandoned", "new committed");
    }

    private void append(String value) {
        partition.append(batch(value), AppendOrigin.CLIENT);
    }

    private static ByteBuffer batch(String value) {
        return RecordBatchBuilder.create()
                .append(1_000L, null, ByteBuffer.wrap(value.getBytes(UTF_8)))
                .build();
    }

    private FetchWaiter reader() {
        return new FetchWaiter() {
            @Override
            public void readable(Partition from, long bytes) {
                announced.add(bytes);
            }

            @Override
            public void interrupted(Partition from) {
                outcomes.add("interrupted");
            }
        };
    }

    private CommitWaiter waiter(String name) {
        return new CommitWaiter() {
            @Override
            public void committed() {
                outcomes.add(name + " committed");
            }

            @Override
            public void abandoned() {
                outcomes.add(name + " abandoned");
            }
        };
    }
}
