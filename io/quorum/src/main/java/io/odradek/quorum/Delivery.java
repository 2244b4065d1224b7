package io.odradek.quorum;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.raft.SnapshotId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the listener what is committed, in order, and who leads. Its state belongs to the executor of the callbacks. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /**
     * What there is to deliver at one moment.
     *
     * @param knownCommitted how much is committed in the whole quorum, once that is known
     * @param leader this node only once it is established
     * @param own the first append of this node that has not been delivered, if it is that which follows
     */
    record View(
            long logStartOffset,
            long highWatermark,
            OptionalLong knownCommitted,
            LeaderAndEpoch leader,
            Optional<SnapshotId> snapshot,
            Optional<OwnAppend> own) {}

    /** Where it comes from. */
    interface Source {
        /** What follows the offset. */
        View view(long delivered);

        StoredSnapshot open(SnapshotId id) throws IOException;

        void walk(long from, long to, Consumer<RecordBatchView> visitor) throws IOException;

        void failed(IOException cause);
    }

    private final Source source;
    private final int nodeId;
    private final Executor callbacks;
    private final AtomicInteger wanted = new AtomicInteger();
    private volatile MetadataLog.@Nullable Listener listener;
    private volatile boolean closed;
    private long delivered;
    private boolean begun;
    private boolean caughtUp;
    private LeaderAndEpoch announced = LeaderAndEpoch.NONE;

    Delivery(Source source, int nodeId, Executor callbacks) {
        this.source = source;
        this.nodeId = nodeId;
        this.callbacks = callbacks;
    }

    void start(MetadataLog.Listener to) {
        listener = to;
        wake();
    }

    /** Nothing more is handed on. */
    void close() {
        closed = true;
    }

    /** There may be something to deliver. Any thread. */
    void wake() {
        if (listener != null && wanted.getAndIncrement() == 0) {
            callbacks.execute(this::run);
        }
    }

    private void run() {
        int seen = wanted.get();
        MetadataLog.Listener to = listener;
        try {
            while (to != null && !closed && deliver(to)) {
                // each may be followed by more
            }
        } catch (IOException | ApiException e) {
            if (!closed) {
                source.failed(new IOException("what is committed cannot be read: " + e.getMessage(), e));
            }
        }
        if (wanted.addAndGet(-seen) > 0) {
            callbacks.execute(this::run);
        }
    }

    /** Returns whether there was something. */
    private boolean deliver(MetadataLog.Listener to) throws IOException {
        View view = source.view(delivered);
        Optional<SnapshotId> snapshot = view.snapshot()
                .filter(id -> id.endOffset() > delivered && (!begun || view.logStartOffset() > delivered));
        begun = true;
        if (snapshot.isPresent()) {
            return load(to, snapshot.get());
        }
        if (delivered < view.highWatermark()) {
            if (view.own().isPresent()) {
                deliver(to, view.own().get());
            } else {
                read(to, view);
            }
            return true;
        }
        if (!caughtUp
                && view.knownCommitted().isPresent()
                && delivered >= view.knownCommitted().getAsLong()) {
            caughtUp = true;
            to.caughtUp();
            return true;
        }
        return announce(to, view.leader());
    }

    private boolean load(MetadataLog.Listener to, SnapshotId id) throws IOException {
        try (StoredSnapshot snapshot = source.open(id)) {
            to.snapshot(snapshot);
        }
        delivered = id.endOffset();
        return true;
    }

    private void deliver(MetadataLog.Listener to, OwnAppend own) {
        delivered = own.endOffset();
        try {
            to.committed(own.baseOffset(), own.epoch(), own.batch().asReadOnlyBuffer());
            own.future().complete(own.endOffset());
        } catch (RuntimeException e) {
            // The batches behind it are committed as well, and somebody waits for each.
            LOG.error("the batch at offset {} was not taken over: {}", own.baseOffset(), e.toString(), e);
            own.future().completeExceptionally(e);
        }
    }

    private void read(MetadataLog.Listener to, View view) throws IOException {
        long from = delivered;
        try {
            source.walk(from, view.highWatermark(), batch -> {
                delivered = batch.nextOffset();
                if (!batch.isControl()) {
                    committed(to, batch.baseOffset(), batch.partitionLeaderEpoch(), batch.slice());
                }
            });
        } catch (IOException | ApiException e) {
            // A snapshot of the leader's may have taken the log's place meanwhile; then it is next.
            if (source.view(delivered).logStartOffset() <= delivered) {
                throw e;
            }
        }
    }

    private static void committed(MetadataLog.Listener to, long baseOffset, int epoch, ByteBuffer batch) {
        try {
            to.committed(baseOffset, epoch, batch.asReadOnlyBuffer());
        } catch (RuntimeException e) {
            LOG.error("the batch at offset {} was not taken over: {}", baseOffset, e.toString(), e);
        }
    }

    private boolean announce(MetadataLog.Listener to, LeaderAndEpoch leader) {
        boolean ready = leader.isLeader(nodeId);
        if (leader.equals(announced) || (ready && !caughtUp)) {
            return false;
        }
        announced = leader;
        to.leaderChanged(leader);
        if (ready) {
            to.readyToLead(leader.epoch());
        }
        return true;
    }

    /** Nobody leads any more, as far as this node is concerned. */
    static LeaderAndEpoch nobody(int epoch) {
        return new LeaderAndEpoch(OptionalInt.empty(), epoch);
    }
}
