package io.odradek.broker.produce;

import io.odradek.broker.partition.AckWaiter;
import io.odradek.broker.request.RequestContext;
import io.odradek.coordinator.Timers;
import io.odradek.coordinator.Timers.Cancellable;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.odradek.replication.Ack;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A produce request whose records are appended and not yet committed. It is answered when all are, or when the
 * client's timeout is over: those that are missing then get REQUEST_TIMED_OUT.
 *
 * <p>Any thread.
 */
final class PendingProduce {
    private final RequestContext context;
    private final ProduceResponse response;
    private final Object lock = new Object();
    private int missing;
    private boolean answered;
    private volatile @Nullable Cancellable timeout;

    PendingProduce(RequestContext context, ProduceResponse response, int partitions) {
        this.context = context;
        this.response = response;
        this.missing = partitions;
    }

    /** @param acksAll whether by all in-sync replicas */
    void await(List<PartitionAppender.Outcome> outcomes, boolean acksAll, int timeoutMillis, Timers timers) {
        List<Wait> waits = outcomes.stream().map(Wait::new).toList();
        timeout = timers.schedule(Math.max(0, timeoutMillis), () -> expire(waits));
        for (int i = 0; i < waits.size(); i++) {
            Wait wait = waits.get(i);
            outcomes.get(i)
                    .appended()
                    .ifPresent(written -> written.partition().await(written.appended(), acksAll, wait));
        }
    }

    private void expire(List<Wait> waits) {
        synchronized (lock) {
            if (answered) {
                return;
            }
            answered = true;
            waits.forEach(Wait::expire);
        }
        context.respond(response);
    }

    /** The response is changed under the lock and before it is given: afterwards another thread encodes it. */
    private void end(Wait wait, Runnable outcome) {
        synchronized (lock) {
            if (answered) {
                return;
            }
            outcome.run();
            wait.over = true;
            missing--;
            if (missing > 0) {
                return;
            }
            answered = true;
        }
        Cancellable timer = timeout;
        if (timer != null) {
            timer.cancel();
        }
        context.respond(response);
    }

    private final class Wait implements AckWaiter {
        private final PartitionProduceResponse partition;
        private boolean over;

        Wait(PartitionAppender.Outcome outcome) {
            this.partition = outcome.response();
        }

        @Override
        public void done(Ack ack) {
            end(this, () -> {
                switch (ack) {
                    case COMMITTED -> {
                        // The response says so.
                    }
                    case NOT_ENOUGH_REPLICAS ->
                        fail(
                                ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                                "Messages are written to the log, but to fewer in-sync replicas than required.");
                    case NOT_LEADER ->
                        fail(
                                ErrorCode.NOT_LEADER_OR_FOLLOWER,
                                "The partition stopped being led here before the records were committed");
                    case WAIT -> throw new IllegalStateException("a wait that ends has an outcome");
                }
            });
        }

        void expire() {
            if (!over) {
                fail(ErrorCode.REQUEST_TIMED_OUT, "The records were written but not committed within the timeout");
            }
        }

        private void fail(ErrorCode error, String message) {
            partition.setErrorCode(error.code()).setErrorMessage(message).setBaseOffset(-1);
        }
    }
}
