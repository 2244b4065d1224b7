package io.odradek.network;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts connections in all and by address (KIP-402, KIP-308).
 *
 * <p>Any thread.
 */
final class ConnectionLimiter {
    enum Verdict {
        ACCEPTED,
        TOO_MANY_FROM_ADDRESS
    }

    private final NetworkSettings settings;
    private final Runnable roomAgain;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int total;

    /** @param roomAgain called when the total falls below {@code max.connections} again */
    ConnectionLimiter(NetworkSettings settings, Runnable roomAgain) {
        this.settings = settings;
        this.roomAgain = roomAgain;
    }

    /** Counts a new connection, unless its address has too many; what was accepted must be {@link #closed}. */
    synchronized Verdict opened(InetAddress address) {
        int limit = settings.maxConnectionsPerIpOverrides()
                .getOrDefault(address.getHostAddress(), settings.maxConnectionsPerIp());
        int count = byAddress.getOrDefault(address, 0);
        if (count >= limit) {
            return Verdict.TOO_MANY_FROM_ADDRESS;
        }
        byAddress.put(address, count + 1);
        total++;
        return Verdict.ACCEPTED;
    }

    void closed(InetAddress address) {
        boolean notify;
        synchronized (this) {
            byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
            total--;
            notify = total == settings.maxConnections() - 1;
        }
        if (notify) {
            roomAgain.run();
        }
    }

    /** Whether {@code max.connections} is reached. */
    synchronized boolean full() {
        return total >= settings.maxConnections();
    }

    synchronized int total() {
        return total;
    }
}
