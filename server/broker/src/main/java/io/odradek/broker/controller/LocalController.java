package io.odradek.broker.controller;

import io.odradek.base.Time;
import io.odradek.broker.partition.CommitQueue;
import io.odradek.broker.partition.CommitWaiter;
import io.odradek.coordinator.BatchReplay;
import io.odradek.coordinator.Command;
import io.odradek.coordinator.CoordinatorErrors;
import io.odradek.coordinator.CoordinatorListener;
import io.odradek.coordinator.CoordinatorLog;
import io.odradek.coordinator.CoordinatorRuntime;
import io.odradek.coordinator.CoordinatorSpec;
import io.odradek.coordinator.StateMachine;
import io.odradek.coordinator.Timers;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ImageDelta;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.quorum.LeaderAndEpoch;
import io.odradek.quorum.MetadataLog;
import io.odradek.quorum.SnapshotReader;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller of this node and the publisher of what it has committed: folds the metadata log into the cluster's
 * image, hands each change to the broker, and answers a command once its records have come this way.
 *
 * <p>Everything happens on the executor of the metadata log; {@link #submit} is for any thread.
 */
public final class LocalController implements ControllerService, MetadataLog.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(LocalController.class);
    private static final int MAX_BATCH_BYTES = 8 * 1024 * 1024;

    private final MetadataLog log;
    private final ImageListener listener;
    private final MetadataRecordCodec codec = new MetadataRecordCodec();
    private final CoordinatorRuntime<ClusterImage, MetadataRecord> runtime;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CommitQueue publications = new CommitQueue();
    private final Snapshots snapshots;
    private BatchReplay<ClusterImage, MetadataRecord> replay;
    private boolean published;

    /**
     * @param serial runs one task at a time, in order; the callbacks of the metadata log come on it as well
     * @param snapshotBytes {@code metadata.log.max.record.bytes.between.snapshots}
     */
    public LocalController(
            MetadataLog log, ImageListener listener, Executor serial, Timers timers, Time time, long snapshotBytes) {
        this.log = log;
        this.listener = listener;
        this.replay = new BatchReplay<>(new Publishing(), codec);
        this.runtime = new CoordinatorRuntime<>(
                new CoordinatorSpec<>("the controller", new Deciding(), codec, CoordinatorErrors.CONTROLLER),
                serial,
                timers,
                time);
        runtime.addListener(new CoordinatorListener() {
            @Override
            public void activated() {
                ready.complete(null);
            }
        });
        this.snapshots = new Snapshots(log, codec, time, snapshotBytes);
    }

    /** Begins to replay the metadata log. */
    public void start() {
        log.start(this);
    }

    /** Completes when the log is replayed, the broker has taken the image over, and commands are served. */
    public CompletionStage<Void> ready() {
        return ready;
    }

    /** Serves no more commands. */
    public void stop() {
        runtime.deactivate();
        publications.fail();
    }

    @Override
    public <T> CompletionStage<T> submit(Command<ClusterImage, MetadataRecord, T> command) {
        return runtime.submit(command);
    }

    @Override
    public void snapshot(SnapshotReader reader) {
        replay = new BatchReplay<>(new Publishing(), codec);
        Iterator<ByteBuffer> batches = reader.batches();
        while (batches.hasNext()) {
            replay(batches.next());
        }
        snapshots.loaded(reader.endOffset());
    }

    @Override
    public void committed(long baseOffset, int epoch, ByteBuffer batch) {
        int bytes = batch.remaining();
        replay(batch);
        publications.advance(replay.nextOffset());
        snapshots.committed(replay.nextOffset(), bytes, replay.state());
    }

    /** Without what is in the log nothing can be decided: a node that cannot read it must not wait to become ready. */
    private void replay(ByteBuffer batch) {
        try {
            replay.replay(batch);
        } catch (RuntimeException e) {
            ready.completeExceptionally(e);
            throw e;
        }
    }

    @Override
    public void leaderChanged(LeaderAndEpoch leader) {
        if (leader.leaderId().isPresent()) {
            LOG.info("The controller is node {} in epoch {}", leader.leaderId().getAsInt(), leader.epoch());
        } else {
            LOG.info("There is no controller after epoch {}", leader.epoch());
            runtime.deactivate();
            ready.completeExceptionally(new ApiException(
                    ErrorCode.KAFKA_STORAGE_ERROR, "the metadata log has failed; this node's log says why"));
        }
    }

    @Override
    public void readyToLead(int epoch) {
        if (!published) {
            published = true;
            listener.start(replay.state());
        }
        runtime.activate(new EpochLog(epoch), () -> CompletableFuture.completedStage(replay.state()));
    }

    /** The log as one term of the controller writes to it. */
    private final class EpochLog implements CoordinatorLog {
        private final int epoch;

        EpochLog(int epoch) {
            this.epoch = epoch;
        }

        @Override
        public CompletionStage<Long> append(ByteBuffer batch) {
            return log.append(epoch, batch).thenCompose(this::published);
        }

        /** A reply must not overtake the broker's own view: who was told of a topic may use it at once. */
        private CompletionStage<Long> published(long endOffset) {
            CompletableFuture<Long> seen = new CompletableFuture<>();
            publications.await(endOffset, new CommitWaiter() {
                @Override
                public void committed() {
                    seen.complete(endOffset);
                }

                @Override
                public void abandoned() {
                    seen.completeExceptionally(
                            new ApiException(ErrorCode.NOT_CONTROLLER, "The controller is shutting down"));
                }
            });
            return seen;
        }

        @Override
        public int maxBatchBytes() {
            return MAX_BATCH_BYTES;
        }
    }

    /** How the controller sees records: an image, of which it needs no changes. */
    private static final class Deciding implements StateMachine<ClusterImage, MetadataRecord> {
        @Override
        public ClusterImage empty() {
            return ClusterImage.EMPTY;
        }

        @Override
        public ClusterImage apply(ClusterImage image, List<MetadataRecord> records) {
            return image.apply(records);
        }
    }

    /** How the broker sees them: every change is handed on, once it has caught up. */
    private final class Publishing implements StateMachine<ClusterImage, MetadataRecord> {
        @Override
        public ClusterImage empty() {
            return ClusterImage.EMPTY;
        }

        @Override
        public ClusterImage apply(ClusterImage image, List<MetadataRecord> records) {
            ImageDelta delta = image.applyWithDelta(records);
            if (published) {
                publish(delta);
            }
            return delta.after();
        }

        /** What is committed holds, whether or not this broker could take all of it over. */
        private void publish(ImageDelta delta) {
            try {
                listener.changed(delta);
            } catch (RuntimeException e) {
                LOG.error("A committed change of the metadata was not taken over; a restart of this node does so", e);
            }
        }
    }
}
