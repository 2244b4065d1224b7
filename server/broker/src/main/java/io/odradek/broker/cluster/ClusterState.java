package io.odradek.broker.cluster;

import io.odradek.broker.replication.FetcherSeams;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.controller.ControllerContext;
import io.odradek.metadata.controller.Policies;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.NodesImage;
import io.odradek.network.Peer;
import io.odradek.replication.Moment;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The cluster as this broker knows it now. Readers take the image once and work on that.
 *
 * <p>Any thread; the image is replaced by the metadata publisher alone.
 */
public final class ClusterState implements Moment.Brokers, FetcherSeams.Cluster {
    private final String clusterId;
    private final BrokerConfig fileConfig;
    private final ControllerContext context;
    private volatile ClusterImage image = ClusterImage.EMPTY;
    private volatile NodesImage nodes = ClusterImage.EMPTY.nodes();

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

    @Override
    public OptionalLong activeEpoch(int broker) {
        return nodes.broker(broker)
                .filter(found -> !found.fenced() && !found.inControlledShutdown())
                .map(found -> OptionalLong.of(found.epoch()))
                .orElse(OptionalLong.empty());
    }

    @Override
    public Optional<Peer> peer(int broker, String lane) {
        String listener = fileConfig.listeners().interBrokerName();
        return nodes.broker(broker)
                .flatMap(found -> found.endpoint(listener))
                .map(endpoint -> new Peer(listener, endpoint.host(), endpoint.port(), lane));
    }

    @Override
    public long followerThrottledRate() {
        return config().followerThrottledRate();
    }

    @Override
    public long ownEpoch() {
        return nodes.broker(nodeId()).map(BrokerImage::epoch).orElse(-1L);
    }

    /** The broker's configuration with what the cluster has set over its file. */
    public BrokerConfig config() {
        return context.config(image);
    }

    public ControllerContext context() {
        return context;
    }

    /**
     * Replicas judge by the brokers as they are with the change that is being taken over; requests see the image when all of it
     * is.
     */
    void know(NodesImage next) {
        nodes = next;
    }

    /** Lets readers see the next image. For the publisher of metadata alone. */
    public void publish(ClusterImage next) {
        nodes = next.nodes();
        image = next;
    }
}
