package io.odradek.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.record.BatchEdits;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionLogReplicationTest {
    private final LogFixture fixture = new LogFixture();
    private PartitionLog log;

    @BeforeEach
    void open() throws IOException {
        log = fixture.open();
    }

    private static ByteBuffer at(long offset, int epoch, String... values) {
        ByteBuffer batch = TestBatches.batch(5, values);
        BatchEdits.assign(batch, 0, offset, epoch);
        return batch;
    }

    private AppendResult follow(ByteBuffer batches) {
        return log.appendAsFollower(batches, 9);
    }

    private static ByteBuffer concat(ByteBuffer... batches) {
        ByteBuffer all = ByteBuffer.allocate(10_000);
        for (ByteBuffer batch : batches) {
            all.put(batch);
        }
        return all.flip();
    }

    @Test
    void aFollowerKeepsOffsetsAndEpochsAndLeavesOutWhatIsCutOff() throws IOException {
        ByteBuffer batches = concat(at(0, 1, "a", "b"), at(2, 2, "c"), at(3, 2, "d"));
        batches.limit(batches.limit() - 1);
        assertThat(follow(batches)).isEqualTo(new AppendResult(0, 2, -1, 0, false));
        assertThat(TestBatches.contents(log)).containsExactly("0=a", "1=b", "2=c");
        assertThat(log.latestLeaderEpoch()).isEqualTo(2);
        assertThat(log.endOffsetForEpoch(1)).isEqualTo(new EpochEndOffset(1, 2));
        assertThat(log.endOffsetForEpoch(2)).isEqualTo(new EpochEndOffset(2, 3));
        assertThat(log.endOffsetForEpoch(3)).isEqualTo(EpochEndOffset.UNKNOWN);
        assertThat(log.endOffsetForEpoch(0)).isEqualTo(new EpochEndOffset(0, 0));
    }

    @Test
    void aFollowerTakesTheGapsOfACompactedLog() throws IOException {
        follow(concat(at(10, 1, "a"), at(25, 1, "b"), at(3_000_000_000L, 1, "c")));
        assertThat(log.logEndOffset()).isEqualTo(3_000_000_001L);
        assertThat(log.segmentCount()).isEqualTo(2);
        assertThat(LogFixture.firstBaseOffset(log, 11)).isEqualTo(25);
        assertThat(LogFixture.firstBaseOffset(log, 26)).isEqualTo(3_000_000_000L);
        log.close();
        log = fixture.openClean(0);
        assertThat(TestBatches.contents(log)).containsExactly("10=a", "25=b", "3000000000=c");
    }

    @Test
    void aFollowerRefusesDamagedBytesAndOffsetsThatDoNotContinue() {
        ByteBuffer damaged = at(0, 1, "a");
        damaged.put(damaged.limit() - 1, (byte) 99);
        assertThatThrownBy(() -> follow(damaged)).isInstanceOf(CorruptRecordsException.class);
        follow(at(5, 1, "a"));
        assertThatThrownBy(() -> follow(at(5, 1, "b")))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_MESSAGE));
    }

    @Test
    void manyBatchesAreSplitAtSegmentsAndOneThatFitsNoneIsRefused() throws IOException {
        log.reconfigure(LogConfig.builder().segmentBytes(150).build());
        follow(concat(at(0, 1, "a"), at(1, 1, "b"), at(2, 1, "c")));
        assertThat(log.segmentCount()).isEqualTo(2);
        assertThat(TestBatches.contents(log)).hasSize(3);
        assertThatThrownBy(() -> follow(at(3, 1, "x".repeat(200))))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_LIST_TOO_LARGE));
    }

    @Test
    void truncationDropsEpochsProducersAndWholeSegments() throws IOException {
        log.reconfigure(LogConfig.builder().segmentBytes(150).build());
        for (int i = 0; i < 6; i++) {
            log.appendAsLeader(LogFixture.idempotent(5, 7, 0, i, "v" + i), i, AppendOrigin.CLIENT);
        }
        log.truncateTo(2);
        assertThat(log.logEndOffset()).isEqualTo(2);
        assertThat(log.durableOffset()).isLessThanOrEqualTo(2);
        assertThat(log.latestLeaderEpoch()).isEqualTo(1);
        assertThat(log.activeProducers())
                .singleElement()
                .satisfies(producer -> assertThat(producer.lastSequence()).isEqualTo(1));
        assertThat(log.appendAsLeader(LogFixture.idempotent(5, 7, 0, 2, "new"), 9, AppendOrigin.CLIENT)
                        .duplicate())
                .isFalse();
        assertThat(TestBatches.contents(log)).containsExactly("0=v0", "1=v1", "2=new");
    }

    @Test
    void truncationBehindTheEndDoesNothing() throws IOException {
        fixture.append(log, "a");
        log.truncateTo(1);
        assertThat(log.logEndOffset()).isEqualTo(1);
    }

    @Test
    void aLogCanStartOverElsewhere() throws IOException {
        fixture.append(log, "a");
        log.truncateFullyAndStartAt(100);
        assertThat(log.logStartOffset()).isEqualTo(100);
        assertThat(log.latestLeaderEpoch()).isEqualTo(-1);
        assertThat(fixture.append(log, "b").baseOffset()).isEqualTo(100);
        log.close();
        log = fixture.openClean(100);
        assertThat(TestBatches.contents(log)).containsExactly("100=b");
    }

    @Test
    void epochStartsAreDurableWithTheNextSync() throws IOException {
        fixture.append(log, "a");
        log.assignEpochStart(5, 1);
        assertThat(log.needsSync()).isTrue();
        log.sync();
        assertThat(fixture.disk.list(fixture.folder)).contains("leader-epoch-checkpoint");
        assertThat(log.endOffsetForEpoch(0)).isEqualTo(new EpochEndOffset(0, 1));
    }

    @Test
    void batchesOfANewerEpochThanTheOneThatIsFollowedAreLeftOut() throws IOException {
        log.appendAsFollower(concat(at(0, 1, "a"), at(1, 2, "b"), at(2, 4, "c")), 2);
        assertThat(TestBatches.contents(log)).containsExactly("0=a", "1=b");
        assertThat(log.latestLeaderEpoch()).isEqualTo(2);
    }

    @Test
    void truncationAtTheEndForgetsAnEpochThatHasNoRecords() throws IOException {
        follow(at(0, 1, "a"));
        log.assignEpochStart(2, 1);
        log.sync();
        log.truncateTo(1);
        assertThat(log.latestLeaderEpoch()).isEqualTo(1);
        log.close();
        log = fixture.openClean(0);
        assertThat(log.latestLeaderEpoch()).isEqualTo(1);
        assertThat(TestBatches.contents(log)).containsExactly("0=a");
    }

    @Test
    void aLogWithoutRecordsTakesTheBatchAroundItsStartWhole() throws IOException {
        log.truncateFullyAndStartAt(6);
        follow(at(5, 1, "a", "b", "c"));
        assertThat(log.logStartOffset()).isEqualTo(6);
        assertThat(log.logEndOffset()).isEqualTo(8);
        assertThat(LogFixture.firstBaseOffset(log, 6)).isEqualTo(5);
        log.sync();
        log.close();
        log = fixture.openClean(6);
        assertThat(log.logStartOffset()).isEqualTo(6);
        assertThat(log.logEndOffset()).isEqualTo(8);
    }
}
