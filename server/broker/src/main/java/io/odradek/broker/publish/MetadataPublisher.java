package io.odradek.broker.publish;

import io.odradek.coordinator.BatchReplay;
import io.odradek.coordinator.RecordCodec;
import io.odradek.coordinator.StateMachine;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ImageDelta;
import io.odradek.metadata.image.MetadataState;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.quorum.SnapshotReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds what is committed into the cluster's image, on every node, whoever leads, and hands each change to the listeners, from
 * the moment on at which the node has caught up. Also writes the node's snapshots.
 *
 * <p>What comes from the log comes on the executor of the metadata log; the rest is for any thread.
 */
public final class MetadataPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataPublisher.class);

    private final RecordCodec<MetadataRecord> codec;
    private final MetadataSnapshots snapshots;
    private final Retries retries;
    private final Executor serial;
    private final List<Follower> followers = new ArrayList<>();
    private final OffsetWaiters waiters = new OffsetWaiters();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private BatchReplay<MetadataState, MetadataRecord> replay;
    private boolean publishing;
    private volatile ClusterImage published = ClusterImage.EMPTY;
    private volatile long publishedOffset;

    /**
     * @param serial runs one task at a time, in order; the callbacks of the metadata log come on it as well
     */
    public MetadataPublisher(
            RecordCodec<MetadataRecord> codec, MetadataSnapshots snapshots, Retries retries, Executor serial) {
        this.codec = codec;
        this.snapshots = snapshots;
        this.retries = retries;
        this.serial = serial;
        this.replay = newReplay();
    }

    private BatchReplay<MetadataState, MetadataRecord> newReplay() {
        return new BatchReplay<>(new Fold(), codec);
    }

    /** Has a listener hear of each change, after those that were added before. Before the log is started. */
    public void addListener(ImageListener listener) {
        followers.add(new Follower(listener));
    }

    /** Completes when the listeners have taken over the first image; fails if they could not, or the log cannot be read. */
    public CompletionStage<Void> caughtUp() {
        return caughtUp;
    }

    /** Completes, with the reason, when this node can no longer follow the log: it must stop, for it knows nothing any more. */
    public CompletionStage<Throwable> failed() {
        return failure;
    }

    /** The image of everything that is committed and was delivered. On the executor of the metadata log only. */
    public ClusterImage committedImage() {
        return replay.state().image();
    }

    /** The same with the metadata transaction that was left open. On the executor of the metadata log only. */
    public MetadataState committedState() {
        return replay.state();
    }

    /** The image that the listeners were given last; empty until this node has caught up. */
    public ClusterImage publishedImage() {
        return published;
    }

    /** The listeners have been given everything below this offset. */
    public long publishedOffset() {
        return publishedOffset;
    }

    /**
     * Waits until the listeners have been given everything below the offset.
     *
     * @return completes on the executor of the metadata log or at once; fails with NOT_CONTROLLER when the node stops
     */
    public CompletionStage<Void> awaitPublished(long offset) {
        return waiters.await(offset);
    }

    /** A snapshot stands for everything so far. Who follows is told of what it changes, deletions included. */
    public void snapshot(SnapshotReader reader) {
        guarded(() -> {
            boolean wasPublishing = publishing;
            publishing = false;
            replay = newReplay();
            Iterator<ByteBuffer> batches = reader.batches();
            while (batches.hasNext()) {
                replay.replay(batches.next());
            }
            publishing = wasPublishing;
            snapshots.loaded(reader.endOffset());
            if (publishing) {
                publish(ImageDelta.between(published, replay.state().image()));
            }
            advance(reader.endOffset());
        });
    }

    /** A batch is committed. */
    public void committed(ByteBuffer batch) {
        guarded(() -> {
            int bytes = batch.remaining();
            replay.replay(batch);
            advance(replay.nextOffset());
            snapshots.committed(replay.nextOffset(), bytes, replay.state());
        });
    }

    /** Everything that was committed when this node started has come: the listeners get their first image. */
    public void startPublishing() {
        guarded(() -> {
            publishing = true;
            ClusterImage image = replay.state().image();
            ImageDelta first = ImageDelta.between(ClusterImage.EMPTY, image);
            for (Follower follower : followers) {
                follower.begin(first);
            }
            published = image;
            caughtUp.complete(null);
            waiters.advance(publishedOffset);
        });
    }

    /** Those who wait for an offset are told that it will not come. */
    public void stop() {
        waiters.fail(new ApiException(ErrorCode.NOT_CONTROLLER, "This node is shutting down"));
    }

    private void advance(long offset) {
        publishedOffset = offset;
        if (publishing) {
            waiters.advance(offset);
        }
    }

    /** An image with a gap is worse than none: after a failure nothing is folded any more. */
    private void guarded(Runnable step) {
        if (failure.isDone()) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("This node cannot follow the metadata log beyond offset {}", publishedOffset, e);
            failure.complete(e);
            caughtUp.completeExceptionally(e);
            waiters.fail(new ApiException(
                    ErrorCode.NOT_CONTROLLER, "This node cannot follow the metadata log; its own log says why"));
        }
    }

    private void publish(ImageDelta delta) {
        published = delta.after();
        followers.forEach(follower -> follower.follow(delta));
    }

    /** How committed records make the image. */
    private final class Fold implements StateMachine<MetadataState, MetadataRecord> {
        @Override
        public MetadataState empty() {
            return MetadataState.EMPTY;
        }

        @Override
        public MetadataState apply(MetadataState state, List<MetadataRecord> records) {
            MetadataState.Step step = state.step(records);
            if (publishing) {
                publish(step.delta());
            }
            return step.after();
        }
    }

    /** A listener, and how far it has come. */
    private final class Follower {
        private final ImageListener listener;
        private final String what;
        private ClusterImage seen = ClusterImage.EMPTY;

        Follower(ImageListener listener) {
            this.listener = listener;
            this.what = "change of the metadata for " + listener.getClass().getSimpleName();
        }

        void begin(ImageDelta first) {
            listener.changed(first);
            seen = first.after();
        }

        @SuppressWarnings("ReferenceEquality") // The same image or another one: what is in it does not matter.
        void follow(ImageDelta delta) {
            ImageDelta missing = seen == delta.before() ? delta : ImageDelta.between(seen, delta.after());
            try {
                listener.changed(missing);
                seen = missing.after();
                retries.done(what);
            } catch (RuntimeException e) {
                LOG.debug("{}: {}", what, e.toString(), e);
                retries.failed(what, e.toString(), () -> serial.execute(this::catchUp));
            }
        }

        private void catchUp() {
            follow(ImageDelta.between(seen, published));
        }
    }
}
