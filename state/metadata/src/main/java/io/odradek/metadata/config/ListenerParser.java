package io.odradek.metadata.config;

import io.odradek.base.Ordered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/** Parses listeners and their protocol map. Stateless; any thread. */
final class ListenerParser {
    private static final Pattern LISTENER = Pattern.compile("([^:/]+)://\\[?([0-9a-zA-Z\\-%._:]*?)\\]?:(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    private ListenerParser() {}

    /**
     * The listeners of {@code key}.
     *
     * @throws ConfigException naming the entry that cannot be read, and what to write
     */
    static List<Listener> listeners(String key, List<String> entries, Map<String, SecurityProtocol> protocols) {
        List<Listener> result = new ArrayList<>();
        for (String entry : entries) {
            Matcher matcher = LISTENER.matcher(entry.strip());
            if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
                throw new ConfigException(
                        key + ": '" + entry + "' is not a listener. Write NAME://host:port, for example "
                                + "PLAINTEXT://:9092; an IPv6 address stands in brackets.");
            }
            String name = matcher.group(1).strip().toUpperCase(Locale.ROOT);
            SecurityProtocol protocol = protocols.get(name);
            if (protocol == null) {
                throw new ConfigException(key + ": no security protocol defined for listener " + name + ". Add " + name
                        + ":PLAINTEXT to listener.security.protocol.map.");
            }
            result.add(new Listener(name, matcher.group(2), Integer.parseInt(matcher.group(3)), protocol));
        }
        return List.copyOf(result);
    }

    /**
     * The protocol of each listener name.
     *
     * @throws ConfigException naming the entry that cannot be read
     */
    static Map<String, SecurityProtocol> protocolMap(String text) {
        Map<String, SecurityProtocol> result = new HashMap<>();
        for (String entry : text.split(",")) {
            if (entry.isBlank()) {
                continue;
            }
            int colon = entry.lastIndexOf(':');
            if (colon <= 0) {
                throw new ConfigException("listener.security.protocol.map: '" + entry.strip()
                        + "' is not NAME:PROTOCOL, for example CONTROLLER:PLAINTEXT");
            }
            String name = entry.substring(0, colon).strip().toUpperCase(Locale.ROOT);
            result.put(name, protocol(name, entry.substring(colon + 1).strip()));
        }
        return Ordered.map(result);
    }

    private static SecurityProtocol protocol(String listener, String name) {
        for (SecurityProtocol protocol : SecurityProtocol.values()) {
            if (protocol.name().equalsIgnoreCase(name)) {
                return protocol;
            }
        }
        throw new ConfigException("listener.security.protocol.map: '" + name + "' of listener " + listener
                + " is no security protocol. Write PLAINTEXT; SSL, SASL_PLAINTEXT and SASL_SSL exist as well.");
    }
}
