package io.odradek.metadata.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold between the keys about listeners. Stateless; any thread. */
final class ListenerChecks {
    private ListenerChecks() {}

    static List<String> errors(BrokerConfig config, boolean rolesWritten) {
        List<String> errors = new ArrayList<>();
        ListenerSettings listeners = config.listeners();
        checkNames(listeners, errors);
        checkPorts(listeners.all(), errors);
        checkProtocols(listeners, errors);
        checkRoles(config, rolesWritten, errors);
        checkAdvertised(listeners, errors);
        if (config.isBroker()) {
            checkInterBroker(config, errors);
        }
        return errors;
    }

    /** Each role has listeners of its own, and a node has none of a role that it does not have. */
    private static void checkRoles(BrokerConfig config, boolean rolesWritten, List<String> errors) {
        ListenerSettings listeners = config.listeners();
        if (listeners.controllerNames().isEmpty()) {
            errors.add("controller.listener.names must contain at least one value"
                    + (config.isController() ? "" : " when running KRaft with just the broker role")
                    + ". Write controller.listener.names=CONTROLLER.");
            return;
        }
        String controllerName = listeners.controllerNames().getFirst();
        if (config.isController() && rolesWritten && listeners.forControllers().isEmpty()) {
            errors.add("controller.listener.names must contain at least one value appearing in the 'listeners' "
                    + "configuration when running the KRaft controller role. Add "
                    + controllerName + "://:9093 to listeners.");
        }
        if (config.isBroker() && listeners.forBrokers().isEmpty()) {
            errors.add("There must be at least one broker listener. Add PLAINTEXT://:9092 to listeners.");
        }
        if (!config.isController() && !listeners.forControllers().isEmpty()) {
            errors.add("controller.listener.names must not contain a value appearing in the 'listeners' configuration "
                    + "when running KRaft with just the broker role. Remove "
                    + listeners.forControllers().getFirst() + " from listeners.");
        }
        if (!config.isBroker() && !listeners.forBrokers().isEmpty()) {
            errors.add("The listeners config must only contain KRaft controller listeners from "
                    + "controller.listener.names when process.roles=controller. Remove "
                    + listeners.forBrokers().getFirst() + " from listeners.");
        }
    }

    private static void checkNames(ListenerSettings listeners, List<String> errors) {
        Set<String> names = new HashSet<>();
        for (Listener listener : listeners.all()) {
            if (!names.add(listener.name())) {
                errors.add("Each listener must have a different name, listeners has " + listener.name() + " twice.");
            }
        }
    }

    /** Two listeners may share a port when one is on an IPv4 address and the other on an IPv6 address. */
    private static void checkPorts(List<Listener> listeners, List<String> errors) {
        for (int i = 0; i < listeners.size(); i++) {
            for (int j = i + 1; j < listeners.size(); j++) {
                Listener one = listeners.get(i);
                Listener other = listeners.get(j);
                if (one.port() != 0 && one.port() == other.port() && !oneOfEachFamily(one.host(), other.host())) {
                    errors.add(
                            "Each listener must have a different port unless exactly one listener has an IPv4 address "
                                    + "and the other IPv6 address; " + one + " and " + other + " share theirs.");
                }
            }
        }
    }

    private static boolean oneOfEachFamily(String one, String other) {
        return !one.isEmpty() && !other.isEmpty() && one.contains(":") != other.contains(":");
    }

    private static void checkProtocols(ListenerSettings listeners, List<String> errors) {
        for (Listener listener : listeners.all()) {
            if (listener.protocol() != SecurityProtocol.PLAINTEXT) {
                errors.add("Listener " + listener.name() + " is " + listener.protocol()
                        + ": only PLAINTEXT is there yet, TLS and SASL come in a later release. Remove it from "
                        + "listeners, or map it to PLAINTEXT if the network is trusted.");
            }
        }
    }

    private static void checkAdvertised(ListenerSettings listeners, List<String> errors) {
        List<String> names = listeners.all().stream().map(Listener::name).toList();
        for (Listener advertised : listeners.advertised().orElse(List.of())) {
            if (!advertised.host().isEmpty() && advertised.isOnEveryAddress()) {
                errors.add("advertised.listeners cannot use the nonroutable meta-address " + advertised.host()
                        + ". Use a routable IP address, or leave advertised.listeners out: each client is then told the "
                        + "address on which it came in.");
            }
            if (!names.contains(advertised.name())) {
                errors.add("advertised.listeners listener names must be equal to or a subset of the ones defined in "
                        + "listeners. Found " + advertised.name() + ". The valid options are "
                        + String.join(",", names) + ".");
            }
        }
    }

    private static void checkInterBroker(BrokerConfig config, List<String> errors) {
        ListenerSettings listeners = config.listeners();
        if (config.isSet("inter.broker.listener.name") && config.isSet("security.inter.broker.protocol")) {
            errors.add("Only one of inter.broker.listener.name and security.inter.broker.protocol should be set.");
        }
        String name = listeners.interBrokerName();
        if (listeners.controllerNames().contains(name)) {
            errors.add("inter.broker.listener.name must not be one of controller.listener.names; " + name + " is.");
        } else if (listeners.forBrokers().stream()
                .noneMatch(listener -> listener.name().equals(name))) {
            errors.add("inter.broker.listener.name must be a listener name defined in listeners; " + name
                    + " is none. Write inter.broker.listener.name="
                    + listeners.forBrokers().stream()
                            .map(Listener::name)
                            .findFirst()
                            .orElse("PLAINTEXT")
                    + ".");
        }
    }
}
