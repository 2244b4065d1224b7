package io.odradek.broker.replication;

import io.odradek.base.Time;
import io.odradek.coordinator.Timers;
import io.odradek.metadata.config.ReplicationSettings;
import io.odradek.network.Peer;
import io.odradek.network.PeerClient;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What followers fetch with.
 *
 * @param self this broker
 * @param cluster where the other brokers are
 * @param disk runs what writes to logs, and waits for the disk where they are cut
 */
public record FetcherSeams(
        int self,
        ReplicationSettings settings,
        Cluster cluster,
        PeerClient peers,
        Timers timers,
        Time time,
        Executor disk) {
    /** The brokers as this one knows them. Any thread. */
    public interface Cluster {
        /** How this broker reaches another one; empty if it does not know where that is. */
        Optional<Peer> peer(int broker, String lane);

        /** {@code follower.replication.throttled.rate}: bytes per second that throttled replicas fetch at most. */
        long followerThrottledRate();

        /** The epoch of this broker's registration, -1 before there is one. */
        long ownEpoch();
    }
}
