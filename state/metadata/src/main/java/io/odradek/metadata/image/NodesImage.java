package io.odradek.metadata.image;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The registered brokers and controllers, by id.
 *
 * <p>Immutable; any thread.
 */
public record NodesImage(SortedMap<Integer, BrokerImage> brokers, SortedMap<Integer, ControllerImage> controllers) {
    static final NodesImage EMPTY = new NodesImage(new TreeMap<>(), new TreeMap<>());

    public NodesImage {
        brokers = Collections.unmodifiableSortedMap(new TreeMap<>(brokers));
        controllers = Collections.unmodifiableSortedMap(new TreeMap<>(controllers));
    }

    public Optional<BrokerImage> broker(int id) {
        return Optional.ofNullable(brokers.get(id));
    }

    /** Whether a broker may lead. */
    public boolean active(int id) {
        return broker(id).filter(BrokerImage::active).isPresent();
    }

    /** The brokers that clients are shown, by id. */
    public List<BrokerImage> alive() {
        return brokers.values().stream().filter(broker -> !broker.fenced()).toList();
    }
}
