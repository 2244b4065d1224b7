package io.odradek.coordinator;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in the order in which they came, on the threads of another executor. Each task sees all that the
 * earlier ones did. A task that throws is logged and does not stop the rest.
 *
 * <p>Any thread.
 */
public final class SerialExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    /** Tasks after which a turn is over, so that one busy queue does not hold a shared thread for ever. */
    private static final int TASKS_PER_TURN = 64;

    private final Executor threads;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    public SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    /** @throws RejectedExecutionException if the underlying executor takes no more */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            scheduleTurn();
        }
    }

    private void scheduleTurn() {
        try {
            threads.execute(this::turn);
        } catch (RejectedExecutionException e) {
            // Nothing will ever run again: the tasks are dropped, and every later one is refused here as well.
            waiting.set(0);
            tasks.clear();
            throw e;
        }
    }

    private void turn() {
        for (int i = 0; i < TASKS_PER_TURN; i++) {
            Runnable task = tasks.poll();
            if (task != null) {
                run(task);
            }
            if (waiting.decrementAndGet() == 0) {
                return;
            }
        }
        try {
            scheduleTurn();
        } catch (RejectedExecutionException e) {
            LOG.debug("tasks are dropped, their executor is shut down");
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a task failed: {}", e.toString(), e);
        }
    }
}
