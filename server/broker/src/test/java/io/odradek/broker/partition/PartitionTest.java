package io.odradek.broker.partition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.broker.partition.FetchWaiter.Reader;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.record.BatchEdits;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.replication.Ack;
import io.odradek.replication.EpochHistory.EpochEnd;
import io.odradek.replication.FetchAnswer;
import io.odradek.replication.FetchPosition;
import io.odradek.replication.FollowerFetch;
import io.odradek.replication.IsrAnswer;
import io.odradek.replication.PartitionState;
import io.odradek.storage.AppendOrigin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Durability is fsync: the high watermark moves when the log is synced. */
final class PartitionTest {
    private final List<Long> announced = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();
    private TestReplica replica;
    private Partition partition;

    @BeforeEach
    void open() throws IOException {
        replica = new TestReplica();
        partition = replica.partition;
    }

    @Test
    void readersHearHowMuchTheyCanReadMore() throws IOException {
        replica.lead(0, 1);
        partition.addReader(reader(), Reader.CONSUMER);
        append("first");
        append("second");
        assertThat(announced).isEmpty();
        replica.log.sync();
        assertThat(partition.highWatermark()).isEqualTo(2);
        assertThat(announced)
                .containsExactly(
                        (long) batch("first").remaining() + batch("second").remaining());
    }

    @Test
    void readersHearAtLeastOfAByteWhenTheSizesAreNotKnown() throws IOException {
        replica.lead(0, 1);
        replica.log.appendAsLeader(batch("recovered"), 0, AppendOrigin.CLIENT);
        partition.addReader(reader(), Reader.CONSUMER);
        replica.log.sync();
        assertThat(announced).containsExactly(1L);
    }

    @Test
    void followersHearOfRecordsThatAreNotOnTheDiskYet() {
        replica.lead(0, 1);
        partition.addReader(reader(), Reader.REPLICA);
        append("first");
        assertThat(announced).containsExactly((long) batch("first").remaining());
        assertThat(partition.highWatermark()).isZero();
    }

    @Test
    void acks1WaitsForTheLeadersDiskAndAcksAllForTheFollowersToo() throws IOException {
        replica.lead(0, 1, 2);
        Appended appended = append("a");
        partition.await(appended, false, waiter("one"));
        partition.await(appended, true, waiter("all"));
        assertThat(outcomes).isEmpty();
        replica.log.sync();
        assertThat(outcomes).containsExactly("one COMMITTED");
        partition.fetched(new FollowerFetch(2, 102, 1, 0, 1), 0);
        assertThat(outcomes).containsExactly("one COMMITTED", "all COMMITTED");
        partition.await(appended, true, waiter("late"));
        assertThat(outcomes).endsWith("late COMMITTED");
    }

    @Test
    void whoWaitsWhenLeadershipEndsIsAbandonedAndTheNextLeadershipCommitsAgain() throws IOException {
        replica.lead(0, 1);
        partition.await(append("old"), true, waiter("old"));
        replica.follow(1);
        replica.lead(2, 1);
        partition.await(append("new"), true, waiter("new"));
        replica.log.sync();
        assertThat(outcomes).containsExactly("old NOT_LEADER", "new COMMITTED");
    }

    /** The same offset may belong to another record by then. */
    @Test
    void whatWasAppendedInALeadershipThatIsOverIsNeverAcknowledged() throws IOException {
        replica.lead(0, 1);
        Appended lost = append("lost");
        replica.follow(1);
        partition.log().truncateTo(0);
        replica.lead(2, 1);
        append("other");
        replica.log.sync();
        assertThat(partition.highWatermark()).isEqualTo(1);
        partition.await(lost, true, waiter("lost all"));
        partition.await(lost, false, waiter("lost one"));
        assertThat(outcomes).containsExactly("lost all NOT_LEADER", "lost one NOT_LEADER");
    }

    @Test
    void aNewLeaderEpochOfTheSameLeaderLetsThemWaitOn() throws IOException {
        replica.lead(0, 1, 2);
        partition.await(append("a"), true, waiter("a"));
        replica.lead(1, 1, 2);
        replica.log.sync();
        partition.fetched(new FollowerFetch(2, 102, 1, 0, 1), 1);
        assertThat(outcomes).containsExactly("a COMMITTED");
    }

    @Test
    void aFetchForAnEpochThatIsOverDoesNotCount() throws IOException {
        replica.lead(0, 1, 2);
        append("a");
        replica.log.sync();
        replica.lead(1, 1, 2);
        assertThatThrownBy(() -> partition.fetched(new FollowerFetch(2, 102, 1, 0, 1), 0))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED_LEADER_EPOCH));
        assertThat(partition.highWatermark()).isZero();
    }

    @Test
    void theIsrGrowsByAnswersOfTheController() {
        partition.changed(new PartitionState(1, 0, 0, List.of(1, 2), List.of(1)));
        partition.fetched(new FollowerFetch(2, 102, 0, 0, 0), 0);
        assertThat(replica.proposals).hasSize(1);
        partition.answered(replica.proposals.getFirst(), new IsrAnswer.Committed(0, 1, List.of(1, 2)));
        partition.fetched(new FollowerFetch(2, 102, 0, 0, 0), 0);
        assertThat(replica.proposals).hasSize(1);
        assertThat(partition.role().partitionEpoch()).isEqualTo(1);
    }

    @Test
    void aFollowerAsksForTheNextRecordsWhenThoseItHasAreOnDisk() throws IOException {
        replica.follow(3);
        FetchPosition first = partition.nextFetch().orElseThrow();
        assertThat(first).isEqualTo(new FetchPosition(0, 3, -1, 0));
        partition.addReader(reader(), Reader.CONSUMER);
        assertThat(partition.answered(first, new FetchAnswer.Records(), new FetchedRecords(copied(0, 3, "a"), 1, 0)))
                .isEqualTo(FetchOutcome.GO_ON);
        assertThat(partition.highWatermark()).isEqualTo(1);
        assertThat(announced).containsExactly((long) batch("a").remaining());
        assertThat(partition.nextFetch()).isEmpty();
        int before = replica.fetchable();
        replica.log.sync();
        assertThat(replica.fetchable()).isEqualTo(before + 1);
        assertThat(partition.nextFetch()).contains(new FetchPosition(1, 3, 3, 0));
    }

    @Test
    void aFollowerTakesNoBatchesOfANewerEpochAndNoDamagedOnes() {
        replica.follow(3);
        FetchPosition asked = partition.nextFetch().orElseThrow();
        ByteBuffer newer = copied(0, 4, "a");
        assertThat(partition.answered(asked, new FetchAnswer.Records(), new FetchedRecords(newer, 1, 0)))
                .isEqualTo(FetchOutcome.BACK_OFF);
        ByteBuffer damaged = copied(0, 3, "a");
        damaged.put(damaged.limit() - 1, (byte) 99);
        assertThat(partition.answered(asked, new FetchAnswer.Records(), new FetchedRecords(damaged, 1, 0)))
                .isEqualTo(FetchOutcome.BACK_OFF);
        assertThat(replica.log.logEndOffset()).isZero();
        assertThat(partition.highWatermark()).isZero();
    }

    @Test
    void aFollowerCutsWhatItsLeaderDoesNotHave() throws IOException {
        replica.lead(0, 1);
        append("a");
        append("b");
        replica.log.sync();
        replica.follow(1);
        FetchPosition asked = partition.nextFetch().orElseThrow();
        FetchAnswer diverging = new FetchAnswer.Diverging(new EpochEnd(0, 1));
        assertThat(partition.answered(asked, diverging, FetchedRecords.NONE)).isEqualTo(FetchOutcome.GO_ON);
        assertThat(replica.log.logEndOffset()).isEqualTo(1);
        assertThat(partition.highWatermark()).isEqualTo(1);
        assertThat(partition.answered(asked, diverging, FetchedRecords.NONE)).isEqualTo(FetchOutcome.GO_ON);
        assertThat(replica.log.logEndOffset()).isEqualTo(1);
    }

    @Test
    void aFollowerOutsideOfItsLeadersLogStartsOverWhereThatStarts() {
        replica.follow(0);
        FetchPosition asked = partition.nextFetch().orElseThrow();
        FetchAnswer outside = new FetchAnswer.Failed(ErrorCode.OFFSET_OUT_OF_RANGE);
        assertThat(partition.answered(asked, outside, FetchedRecords.NONE)).isEqualTo(FetchOutcome.ASK_LEADER_BOUNDS);
        assertThat(partition.leaderBounds(asked, 100, 120)).isEqualTo(FetchOutcome.GO_ON);
        assertThat(partition.nextFetch()).contains(new FetchPosition(100, 0, -1, 100));
        assertThat(partition.highWatermark()).isEqualTo(100);
    }

    @Test
    void consumersMayReadFromAFollowerIfTheyKnowOfIt() {
        replica.follow(2);
        partition.requireReader(2, false);
        assertThatThrownBy(() -> partition.requireReader(2, true))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER));
    }

    @Test
    void nobodyIsServedAfterTheDiskHasFailed() {
        replica.lead(0, 1);
        partition.await(append("a"), true, waiter("a"));
        partition.addReader(reader(), Reader.CONSUMER);
        partition.fail();
        assertThat(outcomes).containsExactly("a NOT_LEADER", "interrupted");
        replica.lead(1, 1);
        assertThatThrownBy(() -> append("b"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR));
    }

    private Appended append(String value) {
        return partition.append(batch(value), AppendOrigin.CLIENT, false);
    }

    private static ByteBuffer copied(long offset, int epoch, String value) {
        ByteBuffer batch = batch(value);
        BatchEdits.assign(batch, 0, offset, epoch);
        return batch;
    }

    static ByteBuffer batch(String value) {
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

    private AckWaiter waiter(String name) {
        return (Ack ack) -> outcomes.add(name + " " + ack);
    }
}
