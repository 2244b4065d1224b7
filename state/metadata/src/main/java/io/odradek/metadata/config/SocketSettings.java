package io.odradek.metadata.config;

import io.odradek.base.Ordered;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * What bounds connections and requests. Immutable.
 *
 * @param sendBufferBytes SO_SNDBUF, -1 for the operating system's
 * @param receiveBufferBytes SO_RCVBUF, -1 for the operating system's
 * @param requestMaxBytes bytes of one request
 * @param listenBacklog connections waiting to be accepted
 * @param maxConnections in all
 * @param maxConnectionsPerIp from one address
 * @param maxConnectionsPerIpOverrides by host name or address
 * @param maxConnectionCreationRate new connections per second
 * @param connectionsMaxIdleMs milliseconds without a request; negative for no limit
 * @param queuedMaxRequests requests waiting to be processed
 * @param queuedMaxRequestBytes bytes of requests waiting to be processed, -1 for no limit
 */
public record SocketSettings(
        int sendBufferBytes,
        int receiveBufferBytes,
        int requestMaxBytes,
        int listenBacklog,
        int maxConnections,
        int maxConnectionsPerIp,
        Map<String, Integer> maxConnectionsPerIpOverrides,
        int maxConnectionCreationRate,
        long connectionsMaxIdleMs,
        int queuedMaxRequests,
        long queuedMaxRequestBytes) {

    static SocketSettings of(ConfigValues values) {
        return new SocketSettings(
                values.integer("socket.send.buffer.bytes"),
                values.integer("socket.receive.buffer.bytes"),
                values.integer("socket.request.max.bytes"),
                values.integer("socket.listen.backlog.size"),
                values.integer("max.connections"),
                values.integer("max.connections.per.ip"),
                overrides(values.text("max.connections.per.ip.overrides")),
                values.integer("max.connection.creation.rate"),
                values.number("connections.max.idle.ms"),
                values.integer("queued.max.requests"),
                values.number("queued.max.request.bytes"));
    }

    /**
     * Parses {@code host:count,host:count}.
     *
     * @throws ConfigException naming the entry that cannot be read
     */
    static Map<String, Integer> overrides(String text) {
        Map<String, Integer> result = new HashMap<>();
        for (String entry : text.split(",")) {
            if (entry.isBlank()) {
                continue;
            }
            int colon = entry.lastIndexOf(':');
            String count = entry.substring(colon + 1).strip();
            if (colon <= 0 || !count.matches("\\d{1,9}")) {
                throw new ConfigException("max.connections.per.ip.overrides: '" + entry.strip()
                        + "' is not hostOrIp:count, for example 127.0.0.1:200");
            }
            result.put(entry.substring(0, colon).strip(), Integer.valueOf(count));
        }
        return Ordered.map(result);
    }
}
