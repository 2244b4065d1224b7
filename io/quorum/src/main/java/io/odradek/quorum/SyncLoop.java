package io.odradek.quorum;

import io.odradek.storage.PartitionLog;
import io.odradek.storage.disk.DiskFullException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Syncs the metadata log, once at a time: however much is appended while a sync runs, the next makes all of it durable. Any thread. */
final class SyncLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SyncLoop.class);

    /** How long to wait for space. */
    private static final long SPACE_MS = 1_000L;

    /** Appended bytes after which the recovery point is written down. */
    private static final long RECOVERY_POINT_BYTES = 1024 * 1024;

    /** Hears how it went. */
    interface Listener {
        /** More is durable. */
        void durable();

        /** What is on disk is unknown. */
        void failed(IOException cause);
    }

    private final PartitionLog log;
    private final RecoveryPointFile recoveryPoints;
    private final Executor diskTasks;
    private final QuorumTimer timer;
    private final Listener listener;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicLong bytesSinceRecoveryPoint = new AtomicLong();
    private volatile boolean closed;

    SyncLoop(
            PartitionLog log,
            RecoveryPointFile recoveryPoints,
            Executor diskTasks,
            QuorumTimer timer,
            Listener listener) {
        this.log = log;
        this.recoveryPoints = recoveryPoints;
        this.diskTasks = diskTasks;
        this.timer = timer;
        this.listener = listener;
    }

    void appended(int bytes) {
        bytesSinceRecoveryPoint.addAndGet(bytes);
    }

    /** Begins a sync if there is anything to sync and none runs. */
    void wake() {
        if (!closed && log.needsSync() && running.compareAndSet(false, true)) {
            diskTasks.execute(this::begin);
        }
    }

    void close() {
        closed = true;
    }

    private void begin() {
        var _ = log.beginSync().whenComplete((_, failure) -> {
            if (failure == null) {
                ended();
            } else {
                failed(
                        failure instanceof CompletionException wrapped && wrapped.getCause() != null
                                ? wrapped.getCause()
                                : failure);
            }
        });
    }

    private void ended() {
        long bytes = bytesSinceRecoveryPoint.get();
        if (bytes >= RECOVERY_POINT_BYTES) {
            bytesSinceRecoveryPoint.addAndGet(-bytes);
            try {
                recoveryPoints.write(log);
            } catch (IOException e) {
                LOG.warn("the recovery point of the metadata log was not written: {}", e.getMessage());
            }
        }
        running.set(false);
        listener.durable();
        wake();
    }

    private void failed(Throwable failure) {
        if (closed) {
            running.set(false);
        } else if (failure instanceof DiskFullException) {
            // The appends stay open until there is room.
            LOG.warn("the metadata log waits for space: {}", failure.getMessage());
            timer.after(SPACE_MS, () -> {
                running.set(false);
                wake();
            });
        } else {
            running.set(false);
            listener.failed(failure instanceof IOException io ? io : new IOException(failure.toString(), failure));
        }
    }
}
