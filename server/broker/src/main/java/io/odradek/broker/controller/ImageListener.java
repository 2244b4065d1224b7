package io.odradek.broker.controller;

import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ImageDelta;

/** Takes over what the cluster has committed. Called by one thread at a time, in order. */
public interface ImageListener {
    /** The whole image, when this node has caught up with the log for the first time. */
    void start(ClusterImage image);

    /** What one committed batch changed. */
    void changed(ImageDelta delta);
}
