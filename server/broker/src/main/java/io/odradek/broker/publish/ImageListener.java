package io.odradek.broker.publish;

import io.odradek.metadata.image.ImageDelta;

/** Takes over what the cluster has committed. Called by one thread at a time, in order. */
@FunctionalInterface
public interface ImageListener {
    /**
     * What has changed since the last call that returned. The first delta begins with the empty image and holds the whole
     * cluster as it was when this node had caught up; a later one may span many batches, when this node goes on with a
     * snapshot, or an earlier call has failed.
     *
     * @throws RuntimeException if it was not taken over: at the first call this ends the start of the node; later, all that
     *     has changed since comes again, in one delta, after a pause
     */
    void changed(ImageDelta delta);
}
