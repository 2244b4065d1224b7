package io.odradek.broker.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.Uuid;
import io.odradek.broker.fetch.FetchSessions.Resolved;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchRequest.FetchPartition;
import io.odradek.protocol.message.FetchRequest.FetchTopic;
import io.odradek.protocol.message.FetchRequest.ForgottenTopic;
import io.odradek.protocol.message.FetchResponse.EpochEndOffset;
import io.odradek.protocol.message.FetchResponse.PartitionData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rules of KIP-227. */
class FetchSessionsTest {
    private static final int NONE = 0;
    private static final int INITIAL = 0;
    private static final int FINAL = -1;

    private long now = 1_000;
    private final FetchSessions sessions = new FetchSessions(2, () -> now, new Random(1));

    @Test
    void aFullFetchBeginsASessionThatRemembersItsPartitions() {
        Resolved first = resolve(request(NONE, INITIAL, 0, 1));
        assertThat(first.sessionId()).isPositive();
        assertThat(first.incremental()).isFalse();
        Resolved second = resolve(request(first.sessionId(), 1));
        assertThat(second.sessionId()).isEqualTo(first.sessionId());
        assertThat(second.incremental()).isTrue();
        assertThat(partitions(second)).containsExactly(0, 1);
    }

    @Test
    void anIncrementalFetchAddsChangesAndForgetsPartitions() {
        int id = resolve(request(NONE, INITIAL, 0, 1, 2)).sessionId();
        FetchRequest change = request(id, 1, 3);
        change.topics().getFirst().partitions().add(partition(1).setFetchOffset(77));
        change.forgottenTopicsData().add(new ForgottenTopic().setTopic("t").setPartitions(List.of(0, 9)));
        assertThat(partitions(resolve(change))).containsExactly(1, 2, 3);
        Resolved after = resolve(request(id, 2));
        assertThat(after.targets().getFirst().request().fetchOffset()).isEqualTo(77);
    }

    @Test
    void aFetchMayWantNoSession() {
        Resolved resolved = resolve(request(NONE, FINAL, 4));
        assertThat(resolved.session()).isEmpty();
        assertThat(resolved.sessionId()).isZero();
        assertThat(partitions(resolved)).containsExactly(4);
        assertThat(sessions.count()).isZero();
    }

    @Test
    void aFinalEpochEndsTheSession() {
        int id = resolve(request(NONE, INITIAL, 0)).sessionId();
        assertThat(resolve(request(id, FINAL)).sessionId()).isZero();
        assertThat(sessions.count()).isZero();
        assertRefused(request(id, 1), ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void aFullFetchInASessionBeginsAnotherInItsPlace() {
        int id = resolve(request(NONE, INITIAL, 0)).sessionId();
        Resolved again = resolve(request(id, INITIAL, 5));
        assertThat(again.sessionId()).isPositive().isNotEqualTo(id);
        assertThat(partitions(again)).containsExactly(5);
        assertThat(sessions.count()).isEqualTo(1);
    }

    @Test
    void aSessionWithoutPartitionsEnds() {
        int id = resolve(request(NONE, INITIAL, 0)).sessionId();
        FetchRequest forget = request(id, 1);
        forget.forgottenTopicsData().add(new ForgottenTopic().setTopic("t").setPartitions(List.of(0)));
        Resolved resolved = resolve(forget);
        assertThat(resolved.sessionId()).isZero();
        assertThat(resolved.targets()).isEmpty();
        assertThat(sessions.count()).isZero();
    }

    @Test
    void unknownSessionsAndWrongEpochsAreRefused() {
        assertRefused(request(NONE, 1), ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
        assertRefused(request(12345, 1), ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
        int id = resolve(request(NONE, INITIAL, 0)).sessionId();
        assertRefused(request(id, 2), ErrorCode.INVALID_FETCH_SESSION_EPOCH);
        resolve(request(id, 1));
        assertRefused(request(id, 1), ErrorCode.INVALID_FETCH_SESSION_EPOCH);
        assertRefused(request(id, -2), ErrorCode.INVALID_FETCH_SESSION_EPOCH);
        assertThat(partitions(resolve(request(id, 2)))).containsExactly(0);
    }

    @Test
    void aSessionKeepsToOneWayOfNamingTopics() {
        int id = resolve(request(NONE, INITIAL, 0)).sessionId();
        assertThatThrownBy(() -> sessions.resolve(request(id, 1), true))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR));
    }

    @Test
    void partitionsAreKnownByTheIdOfTheirTopic() {
        Uuid topic = new Uuid(1, 2);
        FetchRequest first = new FetchRequest()
                .setSessionEpoch(INITIAL)
                .setTopics(new ArrayList<>(List.of(new FetchTopic()
                        .setTopicId(topic)
                        .setPartitions(new ArrayList<>(List.of(partition(0), partition(1)))))));
        int id = sessions.resolve(first, true).sessionId();
        FetchRequest forget = request(id, 1);
        forget.forgottenTopicsData().add(new ForgottenTopic().setTopicId(topic).setPartitions(List.of(1)));
        assertThat(partitions(sessions.resolve(forget, true))).containsExactly(0);
    }

    @Test
    void epochsCountUpFromOne() {
        FetchSession session = new FetchSession(1, false, now);
        assertThat(session.nextEpoch()).isEqualTo(1);
        session.advanceEpoch();
        assertThat(session.nextEpoch()).isEqualTo(2);
    }

    @Test
    void whenAllSlotsAreTakenAFetchGoesWithoutASession() {
        resolve(request(NONE, INITIAL, 0));
        resolve(request(NONE, INITIAL, 0));
        now += 119_999;
        Resolved third = resolve(request(NONE, INITIAL, 0));
        assertThat(third.session()).isEmpty();
        assertThat(partitions(third)).containsExactly(0);
        assertThat(sessions.count()).isEqualTo(2);
    }

    @Test
    void theSessionThatIsIdleLongestMakesRoom() {
        int first = resolve(request(NONE, INITIAL, 0)).sessionId();
        int second = resolve(request(NONE, INITIAL, 0)).sessionId();
        now += 60_000;
        resolve(request(first, 1));
        now += 60_000;
        assertThat(resolve(request(NONE, INITIAL, 0)).sessionId()).isPositive();
        assertRefused(request(second, 1), ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
        resolve(request(first, 2));
    }

    @Test
    void onlyWhatHasChangedIsToldAgain() {
        Resolved resolved = resolve(request(NONE, INITIAL, 0));
        assertThat(tells(resolved, at(10, 0))).as("the first time").isTrue();
        assertThat(tells(resolved, at(10, 0))).as("nothing new").isFalse();
        assertThat(tells(resolved, at(11, 0))).as("high watermark").isTrue();
        assertThat(tells(resolved, at(11, 5))).as("log start offset").isTrue();
        assertThat(tells(resolved, at(11, 5))).isFalse();
        PartitionData diverging =
                at(11, 5).setDivergingEpoch(new EpochEndOffset().setEpoch(1).setEndOffset(3));
        assertThat(tells(resolved, diverging)).as("diverging epoch").isTrue();
        assertThat(tells(resolved, at(11, 5).setPreferredReadReplica(2)))
                .as("preferred replica")
                .isTrue();
        assertThat(tells(resolved, at(11, 5).setRecords(new MemoryRecords(ByteBuffer.allocate(1)))))
                .as("records")
                .isTrue();
        assertThat(tells(resolved, at(11, 5))).isFalse();
    }

    @Test
    void errorsAreToldEachTimeAndTheirEndOnce() {
        Resolved resolved = resolve(request(NONE, INITIAL, 0));
        PartitionData broken = at(-1, -1).setErrorCode(ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
        assertThat(tells(resolved, broken)).isTrue();
        assertThat(tells(resolved, broken)).isTrue();
        assertThat(tells(resolved, at(-1, -1))).isTrue();
        assertThat(tells(resolved, at(-1, -1))).isFalse();
    }

    @Test
    void aPartitionThatIsForgottenAndAddedAgainIsToldAnew() {
        Resolved resolved = resolve(request(NONE, INITIAL, 0, 1));
        assertThat(tells(resolved, at(10, 0))).isTrue();
        FetchRequest forget = request(resolved.sessionId(), 1);
        forget.forgottenTopicsData().add(new ForgottenTopic().setTopic("t").setPartitions(List.of(0)));
        resolve(forget);
        assertThat(tells(resolve(request(resolved.sessionId(), 2, 0)), at(10, 0)))
                .isTrue();
    }

    @Test
    void aPartitionThatDeliveredGoesToTheEndOfTheLine() {
        Resolved resolved = resolve(request(NONE, INITIAL, 0, 1, 2));
        assertThat(tells(resolved, at(10, 0).setRecords(new MemoryRecords(ByteBuffer.allocate(1)))))
                .isTrue();
        assertThat(partitions(resolve(request(resolved.sessionId(), 1)))).containsExactly(1, 2, 0);
    }

    private Resolved resolve(FetchRequest request) {
        return sessions.resolve(request, false);
    }

    private void assertRefused(FetchRequest request, ErrorCode error) {
        assertThatThrownBy(() -> resolve(request))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(error));
    }

    /** Whether the first partition is told with this data. */
    private static boolean tells(Resolved resolved, PartitionData data) {
        return resolved.session().orElseThrow().mustTell(new FetchTarget("t", Uuid.ZERO, partition(0)), data);
    }

    private static PartitionData at(long highWatermark, long logStartOffset) {
        return new PartitionData().setHighWatermark(highWatermark).setLogStartOffset(logStartOffset);
    }

    private static List<Integer> partitions(Resolved resolved) {
        return resolved.targets().stream()
                .map(target -> target.request().partition())
                .toList();
    }

    private static FetchRequest request(int sessionId, int epoch, int... partitions) {
        FetchRequest request = new FetchRequest().setSessionId(sessionId).setSessionEpoch(epoch);
        if (partitions.length > 0) {
            request.topics()
                    .add(new FetchTopic()
                            .setTopic("t")
                            .setPartitions(new ArrayList<>(Arrays.stream(partitions)
                                    .mapToObj(FetchSessionsTest::partition)
                                    .toList())));
        }
        return request;
    }

    private static FetchPartition partition(int index) {
        return new FetchPartition().setPartition(index);
    }
}
