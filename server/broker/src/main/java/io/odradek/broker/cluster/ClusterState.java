package io.odradek.broker.cluster;

import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.controller.ControllerContext;
import io.odradek.metadata.controller.Policies;
import io.odradek.metadata.image.ClusterImage;

/**
 * The cluster as this broker knows it now. Readers take the image once and work on that.
 *
 * <p>Any thread; the image is replaced by the metadata publisher alone.
 */
public final class ClusterState {
    private final String clusterId;
    private final BrokerConfig fileConfig;
    private final ControllerContext context;
    private volatile ClusterImage image = ClusterImage.EMPTY;

    public ClusterState(String clusterId, BrokerConfig fileConfig, Policies policies) {
        this.clusterId = clusterId;
        this.fileConfig = fileConfig;
        this.context = new ControllerContext(fileConfig, policies);
    }

    public String clusterId() {
        return clusterId;
    }

    public int nodeId() {
        return fileConfig.nodeId();
    }

    public ClusterImage image() {
        return image;
    }

    /** The broker's configuration with what the cluster has set over its file. */
    public BrokerConfig config() {
        return context.config(image);
    }

    public ControllerContext context() {
        return context;
    }

    void publish(ClusterImage next) {
        image = next;
    }
}
