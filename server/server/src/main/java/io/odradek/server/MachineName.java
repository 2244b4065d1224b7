package io.odradek.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** What other machines call this one. Stateless; may ask the machine's resolver. */
final class MachineName {
    private static final List<String> EVERY_ADDRESS = List.of("", "0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0");

    private MachineName() {}

    /** Whether a listener on this host takes connections on every address, so that the host is none to connect to. */
    static boolean isEveryAddress(String host) {
        return EVERY_ADDRESS.contains(host);
    }

    /** As {@code advertised.listeners} of Kafka has it by default. */
    static String find() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }
}
