package io.odradek.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Time;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CoordinatorRuntimeTest implements CoordinatorListener {
    private final ManualExecutor serial = new ManualExecutor();
    private final ManualExecutor loading = new ManualExecutor();
    private final ManualTimers timers = new ManualTimers();
    private final MemoryLog log = new MemoryLog();
    private final List<String> events = new ArrayList<>();
    private final CoordinatorRuntime<Map<String, Integer>, Ledger.Balance> runtime =
            new CoordinatorRuntime<>(Ledger.SPEC, serial, timers, new StoppedTime());

    CoordinatorRuntimeTest() {
        runtime.addListener(this);
    }

    @Test
    void repliesOnlyAfterTheCommit() {
        activate();
        CompletableFuture<Integer> reply = submit(Ledger.add("a", 5));
        assertThat(log.size()).isEqualTo(1);
        assertThat(reply).isNotDone();
        commit(0);
        assertThat(reply).isCompletedWithValue(5);
    }

    @Test
    void theNextCommandSeesWhatIsNotCommittedYetAndManyAreOpenAtATime() {
        activate();
        CompletableFuture<Integer> first = submit(Ledger.add("a", 5));
        CompletableFuture<Integer> second = submit(Ledger.add("a", 2));
        assertThat(log.size()).isEqualTo(2);
        commit(0);
        assertThat(first).isCompletedWithValue(5);
        assertThat(second).isNotDone();
        commit(1);
        assertThat(second).isCompletedWithValue(7);
    }

    @Test
    void readsWaitForTheCommitOfAllTheySaw() {
        activate();
        assertThat(submit(Ledger.read())).isCompletedWithValue(Map.of());
        submit(Ledger.add("a", 5));
        CompletableFuture<Map<String, Integer>> read = submit(Ledger.read());
        assertThat(read).isNotDone();
        commit(0);
        assertThat(read).isCompletedWithValue(Map.of("a", 5));
    }

    @Test
    void refusalsWaitForTheCommitOfAllTheySaw() {
        activate();
        submit(Ledger.add("a", 5));
        CompletableFuture<String> refused = submit(Ledger.move("a", "b", 6));
        assertThat(refused).isNotDone();
        commit(0);
        assertCode(refused, ErrorCode.INVALID_REQUEST);
    }

    @Test
    void commitsOutOfOrderAreHeldBack() {
        activate();
        CompletableFuture<Integer> first = submit(Ledger.add("a", 1));
        CompletableFuture<Integer> second = submit(Ledger.add("a", 1));
        commit(1);
        assertThat(second).isNotDone();
        commit(0);
        assertThat(first).isCompletedWithValue(1);
        assertThat(second).isCompletedWithValue(2);
    }

    @Test
    void recordsOfOneCommandGoIntoOneBatch() {
        activate();
        submit(Ledger.add("a", 5));
        submit(Ledger.move("a", "b", 2));
        assertThat(log.size()).isEqualTo(2);
        assertThat(log.endOffset()).isEqualTo(3);
    }

    @Test
    void aRefusedAppendChangesNothing() {
        activate();
        log.refuse(new ApiException(ErrorCode.KAFKA_STORAGE_ERROR, "full"));
        assertCode(submit(Ledger.add("a", 5)), ErrorCode.KAFKA_STORAGE_ERROR);
        log.accept();
        assertThat(submit(Ledger.read())).isCompletedWithValue(Map.of());
        assertThat(events).containsExactly("activated");
    }

    @Test
    void aBatchThatIsTooLargeIsRefused() {
        activate();
        log.setMaxBatchBytes(70);
        assertCode(submit(Ledger.add("a", 5)), ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(log.size()).isZero();
    }

    @Test
    void anAppendThatFailsDropsTheStateAndLoadsItAgain() {
        activate();
        submit(Ledger.add("a", 5));
        commit(0);
        CompletableFuture<Integer> lost = submit(Ledger.add("a", 100));
        CompletableFuture<Integer> behind = submit(Ledger.add("b", 1));
        CompletableFuture<Map<String, Integer>> read = submit(Ledger.read());
        log.lose(1, new ApiException(ErrorCode.NOT_ENOUGH_REPLICAS, "lost"));
        serial.runAll();
        assertCode(lost, ErrorCode.NOT_COORDINATOR);
        assertCode(behind, ErrorCode.NOT_COORDINATOR);
        assertCode(read, ErrorCode.NOT_COORDINATOR);
        assertCode(submit(Ledger.read()), ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
        loading.runAll();
        assertThat(log.loads())
                .as("loading waits for the append that is still open")
                .isEqualTo(1);
        log.commit(1);
        serial.runAll();
        loading.runAll();
        serial.runAll();
        assertThat(log.loads()).isEqualTo(2);
        assertThat(submit(Ledger.read())).isCompletedWithValue(Map.of("a", 5, "b", 1));
        assertThat(events).containsExactly("activated", "deactivated", "activated");
    }

    @Test
    void loadsWhatTheLogHoldsAndPassesOverUnknownRecords() {
        activate();
        submit(Ledger.add("a", 5));
        submit(Ledger.add("future-x", 1));
        submit(Ledger.move("a", "b", 2));
        activate();
        assertThat(submit(Ledger.read())).isCompletedWithValue(Map.of("a", 3, "b", 2));
    }

    @Test
    void refusesCommandsWhileItIsNotActive() {
        assertCode(submit(Ledger.read()), ErrorCode.NOT_COORDINATOR);
        runtime.activate(log, new LogReplay<>(log, Ledger.MACHINE, Ledger.CODEC, loading));
        assertCode(submit(Ledger.read()), ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
        runtime.deactivate();
        serial.runAll();
        loading.runAll();
        serial.runAll();
        assertCode(submit(Ledger.read()), ErrorCode.NOT_COORDINATOR);
    }

    @Test
    void deactivationFailsWhatWaits() {
        activate();
        CompletableFuture<Integer> reply = submit(Ledger.add("a", 5));
        runtime.deactivate();
        serial.runAll();
        assertCode(reply, ErrorCode.NOT_COORDINATOR);
        commit(0);
        assertThat(events).containsExactly("activated", "deactivated");
    }

    @Test
    void aDamagedLogIsNotLoaded() {
        activate();
        submit(Ledger.add("a", 5));
        log.damageFirst();
        activate();
        assertCode(submit(Ledger.read()), ErrorCode.NOT_COORDINATOR);
        assertThat(events).endsWith("loadFailed");
    }

    @Test
    void recordsThatCannotBeAppliedEndTheTerm() {
        activate();
        CompletableFuture<Integer> reply = submit(Ledger.add("a", -1));
        assertCode(reply, ErrorCode.NOT_COORDINATOR);
        assertThat(events).containsExactly("activated", "deactivated");
        commit(0);
        loading.runAll();
        serial.runAll();
        assertThat(events).endsWith("loadFailed");
    }

    @Test
    void aBugInACommandIsAnsweredAndChangesNothing() {
        activate();
        assertCode(
                submit((state, _) -> {
                    throw new IllegalStateException("bug");
                }),
                ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(submit(Ledger.read())).isCompletedWithValue(Map.of());
    }

    @Test
    void aHandlerThatThrowsDoesNotKeepOthersWaiting() {
        activate();
        runtime.submit(Ledger.add("a", 1), new ReplyHandler<>() {
            @Override
            public void replied(Integer reply) {
                throw new IllegalStateException("bug");
            }

            @Override
            public void failed(ApiException error) {}
        });
        CompletableFuture<Integer> second = submit(Ledger.add("a", 1));
        commit(0);
        commit(1);
        assertThat(second).isCompletedWithValue(2);
    }

    @Test
    void timersRunCommandsOncePerKey() {
        activate();
        runtime.scheduleCommand("key", 100, Ledger.add("a", 1));
        runtime.scheduleCommand("key", 200, Ledger.add("a", 10));
        runtime.scheduleCommand("other", 50, Ledger.add("b", 1));
        runtime.cancel("other");
        assertThat(timers.armed()).isEqualTo(1);
        timers.advance(200);
        serial.runAll();
        commit(0);
        assertThat(submit(Ledger.read())).isCompletedWithValue(Map.of("a", 10));
    }

    @Test
    void aTimerThatFiresWhileItIsReplacedDoesNothing() {
        activate();
        runtime.scheduleCommand("key", 100, Ledger.add("a", 1));
        timers.advance(100);
        runtime.scheduleCommand("key", 100, Ledger.add("a", 10));
        serial.runAll();
        assertThat(log.size()).isZero();
    }

    @Test
    void timersEndWithTheTerm() {
        activate();
        runtime.scheduleCommand("key", 100, Ledger.add("a", 1));
        runtime.deactivate();
        serial.runAll();
        assertThat(timers.armed()).isZero();
        runtime.scheduleCommand("key", 100, Ledger.add("a", 1));
        assertThat(timers.armed()).isZero();
    }

    private void activate() {
        runtime.activate(log, new LogReplay<>(log, Ledger.MACHINE, Ledger.CODEC, loading));
        serial.runAll();
        for (int i = 0; i < log.size(); i++) {
            log.commit(i);
        }
        serial.runAll();
        loading.runAll();
        serial.runAll();
    }

    private <T> CompletableFuture<T> submit(Command<Map<String, Integer>, Ledger.Balance, T> command) {
        CompletableFuture<T> reply = runtime.submit(command).toCompletableFuture();
        serial.runAll();
        return reply;
    }

    private void commit(int append) {
        log.commit(append);
        serial.runAll();
    }

    private static void assertCode(CompletableFuture<?> future, ErrorCode code) {
        assertThat(future).isCompletedExceptionally();
        assertThat(future.exceptionNow())
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Override
    public void activated() {
        events.add("activated");
    }

    @Override
    public void deactivated(String reason) {
        events.add("deactivated");
    }

    @Override
    public void loadFailed(Throwable cause) {
        events.add("loadFailed");
    }

    private static final class StoppedTime implements Time {
        @Override
        public long wallMillis() {
            return 1_700_000_000_000L;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    }
}
