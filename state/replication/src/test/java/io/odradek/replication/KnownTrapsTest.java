package io.odradek.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ErrorCode;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What Kafka and others fell into, each by its ticket; more of them are in the transcripts. */
class KnownTrapsTest {
    private static final ReplicaSettings SETTINGS = new ReplicaSettings(1, 1, 30_000);
    private static final List<Integer> REPLICAS = List.of(1, 2, 3);

    private long activeEpoch = 10;

    private Moment at(long nowMs) {
        return new Moment(nowMs, _ -> activeEpoch < 0 ? OptionalLong.empty() : OptionalLong.of(activeEpoch));
    }

    private static LogPosition log(long start, long end) {
        return new LogPosition(start, end, end);
    }

    private Leader leader(long end, Integer... isr) {
        return (Leader) Offline.starting(SETTINGS, 0, log(0, end))
                .changed(new PartitionState(1, 0, 0, REPLICAS, List.of(isr)), log(0, end), ModelLog.EMPTY, at(0))
                .role();
    }

    private static Leader after(Transition transition) {
        return (Leader) transition.role();
    }

    private static Follower follower(long highWatermark, LogPosition log) {
        return (Follower) Offline.starting(SETTINGS, highWatermark, log)
                .changed(
                        new PartitionState(2, 0, 0, REPLICAS, List.of(2)),
                        log,
                        ModelLog.EMPTY.assign(0, 0),
                        new Moment(0, _ -> OptionalLong.empty()))
                .role();
    }

    /** A fetch from before a reboot passed the check with the broker epoch after it. */
    @Test
    void kafka15221TheEpochThatIsCheckedIsTheOneOfTheFetchThatCounts() {
        Leader leader = leader(5, 1);
        activeEpoch = -1;
        leader = after(leader.fetched(new FollowerFetch(2, 10, 5, 0, 5), at(1)));
        activeEpoch = 11;
        // Any event may now look for newcomers: the one that fetched is gone, the one that lives has not fetched.
        Transition other = leader.fetched(new FollowerFetch(3, 11, 5, 0, 5), at(2));
        assertThat(other.effects())
                .singleElement()
                .isEqualTo(new Effect.Propose(
                        new IsrProposal(0, 0, List.of(new IsrProposal.Member(1, 11), new IsrProposal.Member(3, 11)))));
        assertThat(after(other).refusesReplica(2, 10, at(3)))
                .hasValueSatisfying(refusal -> assertThat(refusal.error()).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER));
        assertThat(after(other).refusesReplica(2, 11, at(3))).isEmpty();
    }

    /** A replica that came back with an empty disk was still in the ISR by what it had said before. */
    @Test
    void kafka14139AMemberThatStartsAnewIsWaitedForFromItsNewOffset() {
        Leader leader = after(leader(5, 1, 2).fetched(new FollowerFetch(2, 10, 5, 0, 5), at(1)));
        assertThat(leader.highWatermark()).isEqualTo(5);
        activeEpoch = 11;
        leader = after(leader.fetched(new FollowerFetch(2, 11, 0, 0, 5), at(2)));
        leader = after(leader.progressed(log(0, 6), at(3)));
        assertThat(leader.highWatermark()).isEqualTo(5);
        leader = after(leader.fetched(new FollowerFetch(2, 11, 6, 0, 6), at(4)));
        assertThat(leader.highWatermark()).isEqualTo(6);
    }

    /** A high watermark below the start of the log stayed there. */
    @Test
    void kafka9491AFullTruncationRaisesTheHighWatermark() {
        Follower follower = follower(3, log(0, 5));
        Transition started = follower.truncated(log(100, 100));
        assertThat(started.effects()).containsExactly(new Effect.HighWatermark(100));
        assertThat(started.role().highWatermark()).isEqualTo(100);
    }

    /** An empty answer made the follower forget the epoch of its last record. */
    @Test
    void kafka15510AnEmptyAnswerKeepsTheLastFetchedEpoch() {
        ModelLog held = ModelLog.EMPTY.append(new ModelLog.Entry(0, 0)).sync();
        Follower follower = follower(0, held.position());
        FetchPosition first = follower.nextFetch(held.position(), held).orElseThrow();
        Transition answered = follower.answered(first, new FetchAnswer.Records(), held.position(), held);
        Follower next = (Follower)
                ((Follower) answered.role()).replicated(held.position(), 1, 0).role();
        assertThat(next.nextFetch(held.position(), held)).contains(first);
        assertThat(first.lastFetchedEpoch()).isZero();
    }

    /** Krabka #308: replicas that were catching up were forgotten when the image changed, and never came into the ISR. */
    @Test
    void aChangeOfTheImageKeepsTheProgressOfWhoCatchesUp() {
        Leader leader = after(leader(5, 1).fetched(new FollowerFetch(2, 10, 4, 0, 5), at(1)));
        leader = after(leader.changed(
                new PartitionState(1, 0, 1, List.of(1, 2), List.of(1)), log(0, 5), ModelLog.EMPTY, at(2)));
        assertThat(leader.follower(2).orElseThrow().endOffset()).isEqualTo(4);
        assertThat(leader.follower(3)).isEmpty();
    }

    /** Krabka #512: an ISR that grows by one who is behind took the high watermark back. */
    @Test
    void theHighWatermarkStaysWhereItWasWhenTheIsrGrows() {
        Leader leader = after(leader(5, 1).fetched(new FollowerFetch(2, 10, 2, 0, 5), at(1)));
        leader = after(
                leader.changed(new PartitionState(1, 0, 1, REPLICAS, List.of(1, 2)), log(0, 5), ModelLog.EMPTY, at(2)));
        assertThat(leader.highWatermark()).isEqualTo(5);
    }

    /** Ours, and Kafka's: a broker that was cut off, fenced and let in again held up its partitions until it fetched anew. */
    @Test
    void whoWasPutOutOfTheIsrIsNotWaitedForBeforeItKeepsPaceAgain() {
        Leader leader = after(leader(5, 1, 2).fetched(new FollowerFetch(2, 10, 5, 0, 5), at(1)));
        leader = after(
                leader.changed(new PartitionState(1, 0, 1, REPLICAS, List.of(1)), log(0, 5), ModelLog.EMPTY, at(2)));
        leader = after(leader.progressed(log(0, 9), at(3)));
        assertThat(leader.highWatermark()).isEqualTo(9);
        // It fetches again; at the second fetch it has what was the end at the first, and is waited for.
        leader = after(leader.fetched(new FollowerFetch(2, 10, 5, 0, 9), at(4)));
        leader = after(leader.progressed(log(0, 12), at(5)));
        assertThat(leader.highWatermark()).isEqualTo(12);
        leader = after(leader.fetched(new FollowerFetch(2, 10, 9, 0, 12), at(6)));
        leader = after(leader.progressed(log(0, 14), at(7)));
        assertThat(leader.highWatermark()).isEqualTo(12);
    }

    /** KAFKA-20961: a follower with a gap in its epochs was told the same for ever. Each divergence takes something away. */
    @Test
    void everyDivergenceCutsTheLogOrItsEpochs() {
        ModelLog held = ModelLog.EMPTY
                .append(new ModelLog.Entry(7, 0))
                .append(new ModelLog.Entry(7, 1))
                .sync();
        Follower follower = follower(0, held.position());
        FetchPosition asked = follower.nextFetch(held.position(), held).orElseThrow();
        for (int epoch = 0; epoch <= 7; epoch++) {
            FetchAnswer diverging = new FetchAnswer.Diverging(new EpochHistory.EpochEnd(epoch, epoch == 7 ? 1 : 90));
            Transition cut = follower.answered(asked, diverging, held.position(), held);
            assertThat(cut.effects()).singleElement().isInstanceOfSatisfying(Effect.Truncate.class, truncate -> {
                ModelLog left = held.truncate(truncate.offset());
                assertThat(left.end() < held.end() || left.latestEpoch() < held.latestEpoch())
                        .isTrue();
            });
        }
    }
}
