package io.odradek.raft;

import java.util.List;
import java.util.Optional;

/**
 * Where a replica is reached, by listener name, the default one first. Names are compared without regard to case, as Kafka does.
 */
public record Endpoints(List<Endpoint> all) {
    /** Nothing is known. */
    public static final Endpoints NONE = new Endpoints(List.of());

    /** One listener. */
    public record Endpoint(String listener, String host, int port) {}

    public Endpoints {
        all = List.copyOf(all);
    }

    public static Endpoints of(String listener, String host, int port) {
        return new Endpoints(List.of(new Endpoint(listener, host, port)));
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Where the listener of that name is. */
    public Optional<Endpoint> at(String listener) {
        return all.stream()
                .filter(endpoint -> endpoint.listener().equalsIgnoreCase(listener))
                .findFirst();
    }
}
