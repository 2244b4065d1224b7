package io.odradek.metadata.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * What of a broker's configuration may be changed while it runs (KIP-226). Keys that are not known are let through, as in
 * Kafka: plugins read them.
 *
 * <p>Stateless; any thread.
 */
public final class DynamicBrokerRules {
    private static final Set<String> ONLY_PER_LISTENER = Set.of(
            "ssl.key.password",
            "ssl.keystore.certificate.chain",
            "ssl.keystore.key",
            "ssl.keystore.location",
            "ssl.keystore.password",
            "ssl.keystore.type",
            "ssl.truststore.certificates",
            "ssl.truststore.location",
            "ssl.truststore.password",
            "ssl.truststore.type");

    /** Keys that Kafka can change while it runs and this release cannot: clients would be told of listeners that are not there. */
    private static final Set<String> ONLY_WITH_RESTART_YET = Set.of("listeners", "listener.security.protocol.map");

    /** Keys whose 0 is for a file, where it shuts a listener; while running it would shut out who could take it back. */
    private static final Set<String> AT_LEAST_ONE = Set.of("max.connections", "max.connection.creation.rate");

    private DynamicBrokerRules() {}

    /**
     * Checks each key by itself.
     *
     * @param wanted all that will be set
     * @param changed the keys of it that are new or have a new value
     * @param forAllBrokers whether it is set for all brokers
     * @throws ConfigException with Kafka's message
     */
    public static void check(Map<String, String> wanted, Set<String> changed, boolean forAllBrokers) {
        refuse(changed, "Cannot update these configs dynamically: ", DynamicBrokerRules::readOnly);
        refuse(
                changed,
                "These security configs can be dynamically updated only per-listener using the listener prefix: ",
                ONLY_PER_LISTENER::contains);
        if (forAllBrokers) {
            refuse(
                    changed,
                    "Cannot update these configs at default cluster level, broker id must be specified: ",
                    key -> mode(key) == UpdateMode.PER_BROKER);
        }
        refuse(
                changed,
                "These configs can only be changed in server.properties, with a restart, in this release: ",
                ONLY_WITH_RESTART_YET::contains);
        for (String name : new TreeSet<>(changed)) {
            ConfigDef.ConfigKey key = BrokerSynonyms.key(name);
            String value = wanted.get(name);
            if (key != null && value != null) {
                Object parsed = ConfigDef.parseType(name, value, key.type);
                if (key.validator != null) {
                    key.validator.ensureValid(name, parsed);
                }
                if (AT_LEAST_ONE.contains(key.name) && parsed instanceof Integer number && number < 1) {
                    throw new ConfigException("Invalid " + key.name + " " + number
                            + ": nobody could connect to change it again. Write a number that is at least 1.");
                }
            }
        }
    }

    /**
     * Checks that a configuration holds together, and may follow the one that is in effect.
     *
     * @throws ConfigException with the first thing that is wrong
     */
    public static void checkTogether(BrokerConfig before, BrokerConfig after) {
        List<String> errors = new ArrayList<>(BrokerConfigChecks.errors(after, false));
        DynamicSteps.check(before, after, errors);
        if (!errors.isEmpty()) {
            throw new ConfigException(errors.getFirst());
        }
    }

    private static void refuse(Set<String> keys, String message, Predicate<String> refused) {
        TreeSet<String> found = new TreeSet<>(keys);
        found.removeIf(refused.negate());
        if (!found.isEmpty()) {
            throw new ConfigException(message + found);
        }
    }

    private static boolean readOnly(String key) {
        return BrokerSynonyms.key(key) != null && mode(key) == UpdateMode.READ_ONLY;
    }

    private static UpdateMode mode(String key) {
        ConfigDef.ConfigKey known = BrokerSynonyms.key(key);
        return known == null ? UpdateMode.CLUSTER_WIDE : BrokerConfigDef.updateMode(known.name);
    }
}
