package io.odradek.broker.cluster;

import io.odradek.broker.request.RequestContext;
import io.odradek.metadata.config.Listener;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.Endpoint;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a client reaches a broker: at what it advertises on the client's listener, or else where that listens. One that
 * listens on every address tells each client the address that it came in on, which is one that works for it.
 *
 * <p>Any thread.
 */
public final class Endpoints {
    private final ClusterState cluster;

    public Endpoints(ClusterState cluster) {
        this.cluster = cluster;
    }

    /** A broker as a client sees it. */
    public record Node(int id, String host, int port, Optional<String> rack) {}

    /** The brokers that are alive and have the client's listener. */
    public List<Node> alive(RequestContext context) {
        return nodes(context, cluster.image().nodes().alive());
    }

    /** The given brokers, as far as they have the client's listener. */
    public List<Node> nodes(RequestContext context, Iterable<BrokerImage> brokers) {
        List<Node> nodes = new ArrayList<>();
        for (BrokerImage broker : brokers) {
            node(context, broker).ifPresent(nodes::add);
        }
        return nodes;
    }

    /** A broker that is alive, by its id. */
    public Optional<Node> alive(RequestContext context, int brokerId) {
        return cluster.image()
                .nodes()
                .broker(brokerId)
                .filter(broker -> !broker.fenced())
                .flatMap(broker -> node(context, broker));
    }

    /** Those of the brokers that are alive and have the client's listener: leaders that a response names (KIP-951). */
    public List<Node> alive(RequestContext context, Set<Integer> brokerIds) {
        return brokerIds.stream()
                .sorted()
                .flatMap(id -> alive(context, id).stream())
                .toList();
    }

    private Optional<Node> node(RequestContext context, BrokerImage broker) {
        String listener = context.listenerName();
        if (broker.id() != cluster.nodeId()) {
            Optional<Endpoint> endpoint = broker.endpoint(listener);
            return endpoint.map(found -> new Node(broker.id(), found.host(), found.port(), broker.rack()));
        }
        // By the configuration: a broker registers its listeners for controllers nowhere.
        Optional<Listener> advertised = cluster.config().listeners().advertised(listener);
        InetSocketAddress local = context.connection().local();
        String host = advertised
                .map(Listener::host)
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> hostOf(local.getAddress()));
        int port = advertised.map(Listener::port).filter(number -> number != 0).orElse(local.getPort());
        return Optional.of(new Node(broker.id(), host, port, broker.rack()));
    }

    private static String hostOf(InetAddress address) {
        String host = address.getHostAddress();
        int scope = host.indexOf('%');
        // A scope names an interface of this machine, which means nothing to the client.
        return address instanceof Inet6Address && scope >= 0 ? host.substring(0, scope) : host;
    }
}
