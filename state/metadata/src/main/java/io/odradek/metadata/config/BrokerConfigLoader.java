package io.odradek.metadata.config;

import io.odradek.base.Ordered;
import io.odradek.base.Sentences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a {@code server.properties} into a {@link BrokerConfig}, or into errors that say what to write.
 *
 * <p>Stateless; any thread.
 */
public final class BrokerConfigLoader {
    private static final List<String> FREE_PREFIXES =
            List.of("listener.name.", "config.providers.", "rsm.config.", "rlmm.config.");
    private static final String IMPLIED_CONTROLLER_LISTENER = "CONTROLLER";
    private static final String IMPLIED_NODE_ID = "1";

    private BrokerConfigLoader() {}

    /**
     * Loads a configuration.
     *
     * @param file what the file says; only its texts are looked at
     * @param overrides what the command line says, which wins
     * @throws ConfigException with every error that was found, one to a line
     */
    public static Loaded load(Properties file, Map<String, String> overrides) {
        Map<String, String> given = new HashMap<>();
        file.stringPropertyNames().forEach(name -> given.put(name, file.getProperty(name)));
        given.putAll(overrides);
        return load(given);
    }

    /**
     * Loads a configuration.
     *
     * @throws ConfigException with every error that was found, one to a line
     */
    public static Loaded load(Map<String, String> given) {
        Map<String, String> sorted = new TreeMap<>();
        given.forEach((key, value) -> sorted.put(key.strip(), value.strip()));
        List<String> errors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Map<String, String> written = Ordered.map(sorted);
        sorted.putAll(ConfigReferences.resolve(written));
        sorted.forEach((key, value) -> inspect(key, value, errors, warnings));
        warnOfReferences(new TreeMap<>(written), warnings);
        refuseZooKeeper(sorted, errors);
        fail(errors);
        complete(sorted, errors);
        fail(errors);
        BrokerConfig config = BrokerConfig.ofFile(sorted);
        boolean rolesWritten =
                given.keySet().stream().anyMatch(key -> key.strip().equals("process.roles"));
        errors.addAll(BrokerConfigChecks.errors(config, rolesWritten));
        fail(errors);
        return new Loaded(config, warnings);
    }

    private static void inspect(String key, String value, List<String> errors, List<String> warnings) {
        ConfigDef.ConfigKey known = BrokerConfigDef.definition().configKeys().get(key);
        if (known == null) {
            inspectUnknown(key, warnings);
            return;
        }
        if (ValueAdvice.hasCommentBehind(known, value)) {
            errors.add(ValueAdvice.aboutComment(key, value));
            return;
        }
        @Nullable Object parsed;
        try {
            parsed = ConfigDef.parseType(key, value, known.type);
            if (known.validator != null) {
                known.validator.ensureValid(key, parsed);
            }
        } catch (ConfigException e) {
            errors.add(Sentences.end(String.valueOf(e.getMessage())) + " " + ValueAdvice.forKey(known));
            return;
        }
        if (KeyEffects.NO_EFFECT_YET.contains(key) && !Objects.equals(parsed, known.defaultValue)) {
            warnings.add(key + " is known but has no effect in this release.");
        }
    }

    private static void inspectUnknown(String key, List<String> warnings) {
        if (key.equals("zookeeper.connect") || FREE_PREFIXES.stream().anyMatch(key::startsWith)) {
            return;
        }
        Optional<String> replacement = RemovedKeys.replacement(key);
        if (replacement.isPresent()) {
            warnings.add(Sentences.end(key + " has no effect any more: " + replacement.get()));
            return;
        }
        warnings.add(RemovedKeys.reasonToLeaveOut(key)
                .map(reason -> key + " has no effect and can be left out: " + reason + ".")
                .orElseGet(() -> "Unknown key " + key + ", ignored." + suggestion(key)));
    }

    private static void warnOfReferences(Map<String, String> written, List<String> warnings) {
        written.forEach((key, value) -> {
            if (ConfigReferences.refersToNothing(value, written)) {
                warnings.add(key + "=" + value + " is taken as it stands: config.providers names no provider for it.");
            }
        });
    }

    private static String suggestion(String key) {
        return TopicSynonyms.brokerKey(key)
                .map(broker -> " It is a topic's key; the broker's is " + broker + ".")
                .or(() -> NearestKey.of(key, BrokerConfigDef.names()).map(nearest -> " Did you mean " + nearest + "?"))
                .orElse("");
    }

    private static void refuseZooKeeper(Map<String, String> given, List<String> errors) {
        if (given.containsKey("zookeeper.connect")) {
            errors.add("zookeeper.connect: keeping metadata in ZooKeeper is not there yet. Remove zookeeper.connect; "
                    + "this node then keeps its metadata itself, under the first of log.dirs.");
        }
    }

    /** Fills in what follows from other keys, as Kafka does for the two names of the node's id. */
    private static void complete(Map<String, String> given, List<String> errors) {
        String nodeId = given.get("node.id");
        String brokerId = given.get("broker.id");
        if (nodeId != null && brokerId != null && !nodeId.equals(brokerId)) {
            errors.add("node.id=" + nodeId + " and broker.id=" + brokerId
                    + " are two names of one thing and must be equal. Keep node.id and remove broker.id.");
            return;
        }
        boolean alone = !given.containsKey("process.roles");
        String id = nodeId != null ? nodeId : brokerId;
        if (id == null && !alone) {
            errors.add("Missing required configuration \"node.id\" which has no default value. Write node.id=1, with a "
                    + "number that no other node of the cluster has.");
            return;
        }
        given.put("node.id", id == null ? IMPLIED_NODE_ID : id);
        given.put("broker.id", given.getOrDefault("node.id", IMPLIED_NODE_ID));
        if (alone) {
            given.put("process.roles", "broker,controller");
            given.putIfAbsent("controller.listener.names", IMPLIED_CONTROLLER_LISTENER);
        } else if (!given.containsKey("controller.listener.names")) {
            errors.add("Missing required configuration \"controller.listener.names\" which has no default value. Write "
                    + "controller.listener.names=CONTROLLER and add CONTROLLER://:9093 to listeners.");
        }
    }

    private static void fail(List<String> errors) {
        if (!errors.isEmpty()) {
            throw new ConfigException(String.join("\n", errors));
        }
    }
}
