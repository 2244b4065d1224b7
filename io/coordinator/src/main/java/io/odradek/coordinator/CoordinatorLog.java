package io.odradek.coordinator;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * The log that a coordinator's records go to: a partition that this broker leads, or the metadata log. Appended to only from the
 * runtime's executor.
 */
public interface CoordinatorLog {
    /**
     * Appends one record batch behind all earlier ones, in this call; the log assigns its offsets and leader epoch in place.
     *
     * <p>A stage that has failed when this returns means that nothing was appended. One that fails later means that it is
     * not known: the runtime then drops its state and loads it again.
     *
     * @param batch a batch of version 2 with offsets from 0; belongs to the log from now on
     * @return completes on any thread, with the offset after the batch, once it is committed; with an
     *     {@link io.odradek.protocol.ApiException} where the client should learn the reason
     */
    CompletionStage<Long> append(ByteBuffer batch);

    /** Most bytes of one batch. */
    int maxBatchBytes();
}
