package io.odradek.network;

import java.net.InetSocketAddress;

/**
 * What is known of a connection. Confined to its event loop, but for the immutable parts.
 */
public final class ConnectionContext {
    private static final String UNKNOWN = "unknown";

    private final String id;
    private final String listenerName;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private volatile String clientSoftwareName = UNKNOWN;
    private volatile String clientSoftwareVersion = UNKNOWN;

    /**
     * Describes a connection.
     *
     * @param id unique in this process
     */
    public ConnectionContext(String id, String listenerName, InetSocketAddress local, InetSocketAddress remote) {
        this.id = id;
        this.listenerName = listenerName;
        this.local = local;
        this.remote = remote;
    }

    /** Unique in this process: {@code local-remote-number}, as in Kafka's logs. */
    public String id() {
        return id;
    }

    /** The listener that accepted it. */
    public String listenerName() {
        return listenerName;
    }

    /** The address that the client connected to. */
    public InetSocketAddress local() {
        return local;
    }

    /** The client's address. */
    public InetSocketAddress remote() {
        return remote;
    }

    /** The client's address as Kafka prints it: {@code /127.0.0.1}. */
    public String clientHost() {
        return "/" + remote.getAddress().getHostAddress();
    }

    /** KIP-511; {@code unknown} until the client has said it. */
    public String clientSoftwareName() {
        return clientSoftwareName;
    }

    /** KIP-511; {@code unknown} until the client has said it. */
    public String clientSoftwareVersion() {
        return clientSoftwareVersion;
    }

    /** Remembers what the client said of itself in ApiVersions (KIP-511). Any thread. */
    public void clientSoftware(String name, String version) {
        clientSoftwareName = name;
        clientSoftwareVersion = version;
    }
}
