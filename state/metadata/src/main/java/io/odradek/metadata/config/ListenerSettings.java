package io.odradek.metadata.config;

import io.odradek.base.Ordered;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where a node listens and what it tells clients about it. Immutable.
 *
 * @param all every listener, in the order of {@code listeners}
 * @param advertised {@code advertised.listeners}, empty if it was not written
 * @param controllerNames names of the listeners for controllers, the preferred one first
 * @param interBrokerName name of the listener that brokers use among themselves
 * @param protocols the protocol of each listener name
 */
public record ListenerSettings(
        List<Listener> all,
        Optional<List<Listener>> advertised,
        List<String> controllerNames,
        String interBrokerName,
        Map<String, SecurityProtocol> protocols) {

    /**
     * Reads the settings.
     *
     * @param explicitMap whether {@code listener.security.protocol.map} was written; without it controller listeners are PLAINTEXT
     * @throws ConfigException saying what cannot be read
     */
    static ListenerSettings of(ConfigValues values, boolean explicitMap) {
        List<String> controllerNames = values.list("controller.listener.names").stream()
                .map(name -> name.toUpperCase(Locale.ROOT))
                .toList();
        Map<String, SecurityProtocol> protocols =
                new HashMap<>(ListenerParser.protocolMap(values.text("listener.security.protocol.map")));
        if (!explicitMap) {
            controllerNames.forEach(name -> protocols.putIfAbsent(name, SecurityProtocol.PLAINTEXT));
        }
        List<Listener> all = ListenerParser.listeners("listeners", values.list("listeners"), protocols);
        List<String> advertised = values.list("advertised.listeners");
        return new ListenerSettings(
                all,
                advertised.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ListenerParser.listeners("advertised.listeners", advertised, protocols)),
                controllerNames,
                values.optionalText("inter.broker.listener.name")
                        .orElse(values.text("security.inter.broker.protocol"))
                        .toUpperCase(Locale.ROOT),
                Ordered.map(protocols));
    }

    /** The listeners for clients and brokers. */
    public List<Listener> forBrokers() {
        return all.stream()
                .filter(listener -> !controllerNames.contains(listener.name()))
                .toList();
    }

    /** The listeners for controllers. */
    public List<Listener> forControllers() {
        return all.stream()
                .filter(listener -> controllerNames.contains(listener.name()))
                .toList();
    }

    /**
     * What clients that came in on a listener are told: what {@code advertised.listeners} says of it, else where it listens. An
     * empty host stands for the address on which a client came in, port 0 for the port; empty for a listener that is not there.
     */
    public Optional<Listener> advertised(String listenerName) {
        return Stream.concat(advertised.orElse(List.of()).stream(), all.stream())
                .filter(listener -> listener.name().equals(listenerName))
                .findFirst()
                .map(listener -> listener.isOnEveryAddress()
                        ? new Listener(listener.name(), "", listener.port(), listener.protocol())
                        : listener);
    }
}
