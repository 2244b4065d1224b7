package io.odradek.broker.controller;

import io.odradek.broker.publish.MetadataPublisher;
import io.odradek.quorum.LeaderAndEpoch;
import io.odradek.quorum.MetadataLog;
import io.odradek.quorum.SnapshotReader;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node makes of its metadata log: the publisher follows it always, the controller is there while this node leads. On the
 * executor of the metadata log.
 */
public final class MetadataNode implements MetadataLog.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataNode.class);

    private final MetadataPublisher publisher;
    private final Controller controller;
    private final MetadataLog log;
    private final int nodeId;
    private volatile Runnable onLeader = () -> {};

    public MetadataNode(int nodeId, MetadataLog log, MetadataPublisher publisher, Controller controller) {
        this.nodeId = nodeId;
        this.log = log;
        this.publisher = publisher;
        this.controller = controller;
        // A node that cannot read the log must not decide what comes after it.
        var _ = publisher.failed().thenAccept(_ -> {
            controller.resign();
            log.resign(log.leader().epoch());
        });
    }

    /** Has a client go on with what waits as soon as there is a controller to ask. */
    public void tell(ControllerClient client) {
        onLeader = client::lookAgain;
        controller.whenActive(client::lookAgain);
    }

    /** Begins to follow the log, and to take part in electing leaders. */
    public void start() {
        log.start(this);
    }

    /** Decides and publishes no more. */
    public void stop() {
        controller.resign();
        publisher.stop();
    }

    @Override
    public void snapshot(SnapshotReader reader) {
        publisher.snapshot(reader);
    }

    @Override
    public void committed(long baseOffset, int epoch, ByteBuffer batch) {
        publisher.committed(batch);
    }

    @Override
    public void caughtUp() {
        publisher.startPublishing();
    }

    @Override
    public void leaderChanged(LeaderAndEpoch leader) {
        if (leader.leaderId().isPresent()) {
            LOG.info("The controller is node {} in epoch {}", leader.leaderId().getAsInt(), leader.epoch());
        } else {
            LOG.info("There is no controller after epoch {}", leader.epoch());
        }
        if (!leader.isLeader(nodeId)) {
            controller.resign();
            onLeader.run();
        }
    }

    @Override
    public void readyToLead(int epoch) {
        controller.lead(epoch);
    }
}
