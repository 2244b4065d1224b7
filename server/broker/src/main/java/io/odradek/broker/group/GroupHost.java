package io.odradek.broker.group;

import io.odradek.base.Decision;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.request.Failure;
import io.odradek.coordinator.Command;
import io.odradek.coordinator.CoordinatorErrors;
import io.odradek.coordinator.CoordinatorListener;
import io.odradek.coordinator.CoordinatorRuntime;
import io.odradek.coordinator.CoordinatorSpec;
import io.odradek.coordinator.LogReplay;
import io.odradek.coordinator.ReplyHandler;
import io.odradek.coordinator.SerialExecutor;
import io.odradek.coordinator.StateSource;
import io.odradek.group.GroupEffects;
import io.odradek.group.GroupEffects.Reply;
import io.odradek.group.GroupEffects.TimerChange;
import io.odradek.group.GroupRecord;
import io.odradek.group.GroupShard;
import io.odradek.group.GroupTimer;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The coordinator of the groups of one partition of {@code __consumer_offsets}: hosts the shard, keeps the requests
 * that wait in it, and carries out what it decides.
 *
 * <p>Any thread.
 */
final class GroupHost {
    private static final Logger LOG = LoggerFactory.getLogger(GroupHost.class);

    private final String name;
    private final GroupRuntimeSeams seams;
    private final GroupMachine machine;
    private final GroupRecordCodec codec = new GroupRecordCodec();
    private final CoordinatorRuntime<GroupShard, GroupRecord> runtime;
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final AtomicLong requestNumbers = new AtomicLong();
    private volatile @Nullable GroupEffects onceActive;
    private Optional<Term> term = Optional.empty(); // guarded by this

    /** Leadership of the partition, for as long as it lasts. */
    private record Term(Partition partition, int leaderEpoch, int readBytes) {}

    /**
     * What a command came to.
     *
     * @param takenBack what follows from its records not having been written
     */
    private record Decided(
            GroupShard shard,
            Decision<GroupRecord, GroupEffects> decision,
            long nowMs,
            Optional<GroupEffects> takenBack) {
        Decided takeBack() {
            return new Decided(shard, decision, nowMs, Optional.of(shard.unwritten(decision.records(), nowMs)));
        }
    }

    /** A request in the hands of the shard. */
    interface Waiting {
        void answered(ResponseMessage response);

        void failed(Failure failure);
    }

    /** A command that answers requests through effects. */
    @FunctionalInterface
    interface GroupCommand {
        Decision<GroupRecord, GroupEffects> decide(GroupShard shard, long request, long nowMs);
    }

    GroupHost(String name, GroupRuntimeSeams seams, GroupMachine machine) {
        this.name = name;
        this.seams = seams;
        this.machine = machine;
        this.runtime = new CoordinatorRuntime<>(
                new CoordinatorSpec<>(name, machine, codec, CoordinatorErrors.COORDINATOR),
                new SerialExecutor(seams.executor()),
                seams.timers(),
                seams.time());
        runtime.addListener(new CoordinatorListener() {
            @Override
            public void activated() {
                seams.retries().done(loading());
                GroupEffects effects = onceActive;
                if (effects != null) {
                    carryOut(effects);
                }
            }

            @Override
            public void deactivated(String reason) {
                failWaiting();
            }

            @Override
            public void loadFailed(Throwable cause) {
                loadLater(cause);
            }
        });
    }

    /** Serves the groups of a partition; nothing happens if that is so already in this leader epoch. */
    synchronized void lead(Partition partition, int leaderEpoch, int readBytes) {
        Term next = new Term(partition, leaderEpoch, readBytes);
        if (!term.equals(Optional.of(next))) {
            term = Optional.of(next);
            load(next);
        }
    }

    private void load(Term of) {
        GroupPartitionLog log = new GroupPartitionLog(of.partition, of.readBytes);
        LogReplay<GroupShard, GroupRecord> replay = new LogReplay<>(log, machine, codec, seams.blocking());
        StateSource<GroupShard> source = () -> replay.load().thenApply(shard -> {
            onceActive = shard.activate(seams.time().wallMillis());
            return shard;
        });
        runtime.activate(log, source);
    }

    /** The log that cannot be read now may be readable later, as when its disk was full or its directory offline. */
    private synchronized void loadLater(Throwable cause) {
        Optional<Term> failed = term;
        if (failed.isPresent()) {
            seams.retries().failed(loading(), Failure.of(cause).message(), () -> loadAgain(failed));
        }
    }

    private synchronized void loadAgain(Optional<Term> failed) {
        if (term.equals(failed)) {
            term.ifPresent(this::load);
        }
    }

    private String loading() {
        return "loading of the groups in " + name;
    }

    synchronized void resign() {
        term = Optional.empty();
        seams.retries().drop(loading());
        runtime.deactivate();
    }

    /** Hands a request to the shard, which answers it now or after others have come. */
    void request(Waiting request, GroupCommand command) {
        long number = requestNumbers.incrementAndGet();
        waiting.put(number, request);
        perform((shard, nowMs) -> command.decide(shard, number, nowMs), error -> fail(number, error));
    }

    /** Runs a command whose reply is its only effect. */
    <T> CompletionStage<T> submit(Command<GroupShard, GroupRecord, T> command) {
        return runtime.submit(command);
    }

    /** Runs a command for its effects alone. */
    private void run(Command<GroupShard, GroupRecord, GroupEffects> command) {
        perform(
                command,
                error -> LOG.debug("A timed command of a group coordinator was dropped: {}", error.getMessage()));
    }

    /** Runs a command for its records alone, again and again until it has none: one batch holds only so many. */
    <T> void runToTheEnd(Command<GroupShard, GroupRecord, T> command) {
        var _ = runtime.submit((GroupShard shard, long nowMs) -> {
                    List<GroupRecord> records = command.decide(shard, nowMs).records();
                    return new Decision<>(records, !records.isEmpty());
                })
                .whenComplete((more, error) -> {
                    if (error != null) {
                        LOG.debug("A command of a group coordinator was dropped: {}", error.getMessage());
                    } else if (more) {
                        runToTheEnd(command);
                    }
                });
    }

    private void perform(Command<GroupShard, GroupRecord, GroupEffects> command, Consumer<ApiException> refused) {
        AtomicReference<@Nullable Decided> decided = new AtomicReference<>();
        Command<GroupShard, GroupRecord, GroupEffects> noted = (shard, nowMs) -> {
            Decision<GroupRecord, GroupEffects> decision = command.decide(shard, nowMs);
            decided.set(new Decided(shard, decision, nowMs, Optional.empty()));
            return decision;
        };
        runtime.submit(noted, new ReplyHandler<GroupEffects>() {
            @Override
            public void replied(GroupEffects effects) {
                carryOut(effects);
            }

            @Override
            public void notAppended() {
                decided.updateAndGet(decision -> decision == null ? null : decision.takeBack());
            }

            @Override
            public void failed(ApiException error) {
                Decided decision = decided.get();
                if (decision != null) {
                    carryOutUnwritten(decision, error);
                }
                refused.accept(error);
            }
        });
    }

    /**
     * The shard has moved on though its records could not be written: nobody may be told so, nor be left waiting. What others must
     * not find in it was taken back already.
     */
    private void carryOutUnwritten(Decided decided, ApiException error) {
        GroupEffects effects = decided.decision.reply();
        effects.timers().forEach(this::change);
        decided.takenBack.ifPresent(this::carryOut);
        effects.replies().forEach(reply -> fail(reply.request(), error));
    }

    private void fail(long number, ApiException error) {
        Waiting request = waiting.remove(number);
        if (request != null) {
            request.failed(Failure.of(error));
        }
    }

    private void change(TimerChange change) {
        switch (change) {
            case TimerChange.Set set -> runtime.schedule(set.timer(), set.delayMs(), () -> fired(set.timer()));
            case TimerChange.Cancel cancel -> runtime.cancel(cancel.timer());
        }
    }

    private void carryOut(GroupEffects effects) {
        effects.timers().forEach(this::change);
        for (Reply reply : effects.replies()) {
            Waiting request = waiting.remove(reply.request());
            if (request != null) {
                request.answered(reply.response());
            }
        }
    }

    private void fired(GroupTimer timer) {
        run((shard, nowMs) -> shard.timer(timer, nowMs));
    }

    private void failWaiting() {
        ApiException moved = new ApiException(ErrorCode.NOT_COORDINATOR, "The coordinator of the group has moved");
        // One by one: requests come in meanwhile, and each is answered by whoever takes it out.
        List.copyOf(waiting.keySet()).forEach(number -> fail(number, moved));
    }
}
