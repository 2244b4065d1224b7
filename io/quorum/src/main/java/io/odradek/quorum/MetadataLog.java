package io.odradek.quorum;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/**
 * The one ordered, fenced, durable log of metadata records, of which the cluster's image is the fold. What is committed stays, in
 * its order, on every node.
 *
 * <p>Callbacks come one at a time, in order, on an executor that the implementation was given.
 */
public interface MetadataLog extends AutoCloseable {
    /** Begins to deliver what is committed, and to take part in electing leaders. Called once. */
    void start(Listener listener);

    /**
     * Appends one record batch in this call, so that appends are committed in the order of the calls; calls do not
     * overlap. Offset and leader epoch are written into the batch.
     *
     * @param epoch of which this node was told that it is the leader
     * @param batch of version 2 with offsets from 0; belongs to the log from now on
     * @return completes with the offset after the batch once it is committed; fails with an
     *     {@link io.odradek.protocol.ApiException}: NOT_CONTROLLER if this node does not lead the epoch, KAFKA_STORAGE_ERROR
     *     if the disk is full or fails. If the stage has failed when this returns, nothing was appended
     */
    CompletionStage<Long> append(int epoch, ByteBuffer batch);

    /**
     * Replaces the log's beginning by a snapshot of what it comes to. At most one at a time; one that is not newer than the
     * last is left out.
     *
     * @param upToOffset exclusive; the end of a committed batch
     * @param source of an immutable image, read on another thread than the caller's
     * @return completes when the snapshot is durable
     */
    CompletionStage<Void> snapshot(long upToOffset, SnapshotSource source);

    /**
     * Gives up leading, so that what is not committed is settled by whoever leads next: the leader does so when it no longer
     * knows what its own state should be. Nothing happens if this node does not lead the epoch. Any thread.
     */
    void resign(int epoch);

    /** The offset that the next batch will get if nothing comes between. For the thread that appends. */
    long endOffset();

    /** Who leads, as far as this node knows. Any thread. */
    LeaderAndEpoch leader();

    /** Where the leader is reached by the other nodes; empty if there is none, or it is this node. Any thread. */
    Optional<NodeAddress> leaderAddress();

    /** While this node leads: the leader before it, if that fell silent and did not hand over. Any thread. */
    OptionalInt silentPredecessor();

    /** What is known of the quorum (DescribeQuorum, KIP-595). Any thread. */
    QuorumView describe();

    @Override
    void close();

    /** Hears what becomes of the log. */
    interface Listener {
        /** Everything delivered so far is void: the state is that of the snapshot. The reader is valid during the call. */
        void snapshot(SnapshotReader reader);

        /**
         * A batch of data is committed. Own appends are delivered too.
         *
         * @param baseOffset of the first record
         * @param batch with offsets and epoch; not to be changed
         */
        void committed(long baseOffset, int epoch, ByteBuffer batch);

        /**
         * Everything has been delivered that was committed when this node first learned how much that is. Called once, before
         * any {@link #readyToLead}.
         */
        void caughtUp();

        /** Another leader or epoch, or none. */
        void leaderChanged(LeaderAndEpoch leader);

        /** This node leads the epoch, and everything of earlier epochs has been delivered: it may append. */
        void readyToLead(int epoch);
    }
}
