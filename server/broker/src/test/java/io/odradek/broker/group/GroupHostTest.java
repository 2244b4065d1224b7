package io.odradek.broker.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.odradek.base.Decision;
import io.odradek.base.UuidSource;
import io.odradek.broker.ManualExecutor;
import io.odradek.broker.ManualTimers;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.TestReplica;
import io.odradek.broker.publish.Outstanding;
import io.odradek.broker.publish.Retries;
import io.odradek.broker.request.Failure;
import io.odradek.group.ClientInfo;
import io.odradek.group.GroupRecord;
import io.odradek.group.GroupSettings;
import io.odradek.group.GroupShard;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.JoinGroupRequest;
import io.odradek.storage.ManualTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupHostTest {
    private static final int BUFFER = 1_000_000;

    private final ManualTime time = new ManualTime();
    private final ManualTimers timers = new ManualTimers(time);
    private final ManualExecutor tasks = new ManualExecutor();
    private final Reading reading = new Reading();
    private final Retries retries = new Retries(timers, time);
    private final UuidSource ids = new UuidSource(new SplittableRandom(1)::nextLong);
    private final GroupHost host = new GroupHost(
            "__consumer_offsets-0",
            new GroupRuntimeSeams(tasks, reading, timers, time, retries),
            new GroupMachine(() -> new GroupShard(
                    new GroupSettings(6_000, 300_000, 3_000, Integer.MAX_VALUE, 4_096, 1_000_000), ids::next)));
    private Partition partition;

    /** Reads logs, or cannot. */
    private static final class Reading implements Executor {
        private boolean possible = true;
        private int reads;

        @Override
        public void execute(Runnable task) {
            if (!possible) {
                throw new RejectedExecutionException("the disk cannot be read");
            }
            reads++;
            task.run();
        }
    }

    @BeforeEach
    void lead() throws IOException {
        partition = new TestReplica().lead(0, 1).partition;
    }

    private CompletableFuture<Boolean> ask() {
        tasks.runAll();
        CompletableFuture<Boolean> answer = host.submit(
                        (GroupShard _, long _) -> Decision.<GroupRecord, Boolean>replyOnly(true))
                .toCompletableFuture();
        tasks.runAll();
        return answer;
    }

    private ErrorCode refusal() {
        CompletableFuture<Boolean> asked = ask();
        return ((ApiException) catchThrowableOfType(CompletionException.class, asked::join)
                        .getCause())
                .code();
    }

    @Test
    void groupsAreServedOnceTheirLogIsRead() {
        assertThat(refusal()).isEqualTo(ErrorCode.NOT_COORDINATOR);
        host.lead(partition, 0, BUFFER);
        assertThat(ask()).isCompletedWithValue(true);
    }

    @Test
    void aChangeOfTheInSyncReplicasDoesNotReadTheLogAgain() {
        host.lead(partition, 0, BUFFER);
        host.lead(partition, 0, BUFFER);
        assertThat(ask()).isCompletedWithValue(true);
        assertThat(reading.reads).isEqualTo(1);
        host.lead(partition, 1, BUFFER);
        assertThat(ask()).isCompletedWithValue(true);
        assertThat(reading.reads).isEqualTo(2);
    }

    @Test
    void aLogThatCouldNotBeReadIsReadAgainUntilItCan() {
        reading.possible = false;
        host.lead(partition, 0, BUFFER);
        assertThat(refusal()).isEqualTo(ErrorCode.NOT_COORDINATOR);
        assertThat(retries.outstanding())
                .extracting(Outstanding::what)
                .containsExactly("loading of the groups in __consumer_offsets-0");

        timers.advance(250);
        assertThat(refusal()).isEqualTo(ErrorCode.NOT_COORDINATOR);
        assertThat(retries.outstanding()).extracting(Outstanding::attempts).containsExactly(2);

        reading.possible = true;
        timers.advance(500);
        assertThat(ask()).isCompletedWithValue(true);
        assertThat(retries.outstanding()).isEmpty();
    }

    @Test
    void aLogOfAPartitionThatIsLedElsewhereIsNotReadAgain() {
        reading.possible = false;
        host.lead(partition, 0, BUFFER);
        ask();
        host.resign();
        reading.possible = true;
        timers.advance(10_000);
        assertThat(refusal()).isEqualTo(ErrorCode.NOT_COORDINATOR);
        assertThat(reading.reads).isZero();
        assertThat(retries.outstanding()).isEmpty();
    }

    @Test
    void requestsThatWaitAreAnsweredWhenTheCoordinatorMoves() {
        host.lead(partition, 0, BUFFER);
        ask();
        List<ErrorCode> failures = new ArrayList<>();
        JoinGroupRequest join = new JoinGroupRequest()
                .setGroupId("g")
                .setSessionTimeoutMs(10_000)
                .setRebalanceTimeoutMs(60_000)
                .setProtocolType("consumer");
        join.protocols().add(new JoinGroupRequest.JoinGroupRequestProtocol().setName("range"));
        host.request(
                new GroupHost.Waiting() {
                    @Override
                    public void answered(ResponseMessage response) {
                        throw new AssertionError("the group waits for more members");
                    }

                    @Override
                    public void failed(Failure failure) {
                        failures.add(failure.error());
                    }
                },
                (shard, request, nowMs) -> shard.join(request, join, (short) 3, new ClientInfo("c", "/h"), nowMs));
        tasks.runAll();
        assertThat(failures).isEmpty();
        host.resign();
        tasks.runAll();
        assertThat(failures).containsExactly(ErrorCode.NOT_COORDINATOR);
    }
}
