package io.odradek.broker.node;

import io.odradek.network.ConnectionContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/**
 * On which connections brokers send their heartbeats: one that breaks makes its broker suspect at once, for a process that was
 * killed leaves nothing but closed connections.
 *
 * <p>Any thread.
 */
public final class HeartbeatConnections {
    private final IntConsumer onLoss;
    private final Map<String, Integer> brokers = new ConcurrentHashMap<>();
    private final Map<Integer, String> newest = new ConcurrentHashMap<>();

    /** @param onLoss told the id of a broker whose last connection for heartbeats has gone; must not block */
    public HeartbeatConnections(IntConsumer onLoss) {
        this.onLoss = onLoss;
    }

    void heardOn(ConnectionContext connection, int brokerId) {
        brokers.put(connection.id(), brokerId);
        newest.put(brokerId, connection.id());
    }

    /** A connection has gone, whatever it was for. */
    public void closed(ConnectionContext connection) {
        Integer broker = brokers.remove(connection.id());
        // An old connection that goes late says nothing of a broker that has another one by now.
        if (broker != null && newest.remove(broker, connection.id())) {
            onLoss.accept(broker);
        }
    }
}
