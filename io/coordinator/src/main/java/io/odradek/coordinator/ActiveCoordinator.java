package io.odradek.coordinator;

import io.odradek.base.Decision;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.record.RecordBatchBuilder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term of a coordinator: from a loaded state to the moment at which that state can no longer be trusted. On the
 * runtime's executor only.
 */
final class ActiveCoordinator<S, R> {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveCoordinator.class);

    private final CoordinatorSpec<S, R> spec;
    private final CoordinatorLog log;
    private final Executor serial;
    private final Consumer<String> onFailure;
    private final CommitQueue replies = new CommitQueue();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private S state;
    private int openAppends;
    private boolean ended;

    /** @param onFailure told, once, why the state is no longer what the log says */
    ActiveCoordinator(
            CoordinatorSpec<S, R> spec, CoordinatorLog log, S state, Executor serial, Consumer<String> onFailure) {
        this.spec = spec;
        this.log = log;
        this.state = state;
        this.serial = serial;
        this.onFailure = onFailure;
    }

    /** Completes when the term has ended and none of its appends is open. */
    CompletableFuture<Void> drained() {
        return drained;
    }

    <T> void run(Command<S, R, T> command, long nowMs, ReplyHandler<T> handler) {
        Decision<R, T> decision;
        try {
            decision = command.decide(state, nowMs);
        } catch (ApiException e) {
            refuse(handler, e);
            return;
        } catch (RuntimeException e) {
            LOG.error("{}: a command failed: {}", spec.name(), e.toString(), e);
            refuse(handler, new ApiException(ErrorCode.UNKNOWN_SERVER_ERROR, "the coordinator failed: " + e));
            return;
        }
        if (decision.changesNothing()) {
            hold(() -> handler.replied(decision.reply()), handler);
            return;
        }
        append(decision.records(), decision.reply(), nowMs, handler);
    }

    private <T> void append(List<R> records, T reply, long nowMs, ReplyHandler<T> handler) {
        CompletableFuture<Long> append;
        try {
            append = log.append(encode(records, nowMs)).toCompletableFuture();
        } catch (ApiException e) {
            refuseAppend(handler, e);
            return;
        } catch (RuntimeException e) {
            LOG.error("{}: an append failed: {}", spec.name(), e.toString(), e);
            refuseAppend(handler, new ApiException(ErrorCode.UNKNOWN_SERVER_ERROR, "the append failed: " + e));
            return;
        }
        if (append.isCompletedExceptionally()) {
            // Nothing was appended: the state stands, and only this command has failed.
            refuseAppend(handler, asApiException(append.exceptionNow()));
            return;
        }
        follow(append);
        apply(records);
        if (ended) {
            deliver(() -> handler.failed(inactive()));
        } else {
            hold(() -> handler.replied(reply), handler);
        }
    }

    private ByteBuffer encode(List<R> records, long nowMs) {
        RecordBatchBuilder batch = RecordBatchBuilder.create();
        for (R record : records) {
            EncodedRecord encoded = spec.codec().encode(record);
            batch.append(nowMs, encoded.key(), encoded.value());
        }
        ByteBuffer bytes = batch.build();
        if (bytes.remaining() > log.maxBatchBytes()) {
            throw new ApiException(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "the " + records.size() + " records of this change take " + bytes.remaining()
                            + " bytes, a batch of " + spec.name() + " at most " + log.maxBatchBytes()
                            + ": split the request, or raise the limit");
        }
        return bytes;
    }

    private void follow(CompletionStage<Long> append) {
        long number = replies.append();
        openAppends++;
        append.whenComplete((_, error) -> serial.execute(() -> closeAppend(number, error)));
    }

    private void closeAppend(long number, Throwable error) {
        openAppends--;
        if (!ended) {
            if (error == null) {
                replies.committed(number);
            } else {
                fail("an append has failed: " + asApiException(error).getMessage());
            }
        }
        completeIfDrained();
    }

    private void apply(List<R> records) {
        try {
            state = spec.machine().apply(state, records);
        } catch (RuntimeException e) {
            LOG.error("{}: records could not be applied: {}", spec.name(), e.toString(), e);
            fail("records that were appended could not be applied: " + e);
        }
    }

    private void fail(String reason) {
        end();
        onFailure.accept(reason);
    }

    /** Ends the term: every waiting reply fails. */
    void end() {
        if (!ended) {
            ended = true;
            replies.failAll();
            completeIfDrained();
        }
    }

    private void completeIfDrained() {
        if (ended && openAppends == 0) {
            drained.complete(null);
        }
    }

    /** Whoever has to take something back does so before anybody else decides; only the answer waits. */
    private <T> void refuseAppend(ReplyHandler<T> handler, ApiException error) {
        try {
            handler.notAppended();
        } catch (RuntimeException e) {
            LOG.error("{}: what was not written could not be taken back: {}", spec.name(), e.toString(), e);
            fail("what was not written could not be taken back: " + e);
        }
        refuse(handler, error);
    }

    /** A refusal may rest on what is not committed yet, so it waits like any other reply. */
    private <T> void refuse(ReplyHandler<T> handler, ApiException error) {
        hold(() -> handler.failed(error), handler);
    }

    private <T> void hold(Runnable answer, ReplyHandler<T> handler) {
        replies.await(new CommitQueue.Waiting() {
            @Override
            public void release() {
                deliver(answer);
            }

            @Override
            public void fail() {
                deliver(() -> handler.failed(inactive()));
            }
        });
    }

    /** A handler that throws must not keep the replies behind it from being delivered. */
    private void deliver(Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException e) {
            LOG.error("{}: a reply could not be delivered: {}", spec.name(), e.toString(), e);
        }
    }

    private ApiException inactive() {
        return new ApiException(
                spec.errors().inactive(),
                spec.name() + " is no longer served here; whether the request took effect is not known");
    }

    private static ApiException asApiException(Throwable error) {
        Throwable cause = error instanceof java.util.concurrent.CompletionException && error.getCause() != null
                ? error.getCause()
                : error;
        return cause instanceof ApiException api
                ? api
                : new ApiException(ErrorCode.UNKNOWN_SERVER_ERROR, "the append failed: " + cause);
    }
}
