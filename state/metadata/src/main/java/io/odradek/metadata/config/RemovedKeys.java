package io.odradek.metadata.config;

import io.odradek.base.Ordered;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keys of older Kafka releases. They have no effect, as in Kafka; whoever has them is told what has replaced them.
 *
 * <p>A constant.
 */
final class RemovedKeys {
    private static final String LISTENERS = "write listeners=PLAINTEXT://<host>:<port> instead";
    private static final String ADVERTISED = "write advertised.listeners=PLAINTEXT://<host>:<port> instead";
    private static final String DEFAULT_QUOTA = "set the quota with kafka-configs.sh --alter --entity-type clients "
            + "--entity-default --add-config %s=<bytes per second>";

    private static final Map<String, String> REPLACED = Map.ofEntries(
            Map.entry("port", LISTENERS),
            Map.entry("host.name", LISTENERS),
            Map.entry("advertised.host.name", ADVERTISED),
            Map.entry("advertised.port", ADVERTISED),
            Map.entry(
                    "control.plane.listener.name",
                    "use controller.listener.names, which names the listener for controllers"),
            Map.entry("delegation.token.master.key", "write delegation.token.secret.key instead"),
            Map.entry("replica.lag.max.messages", "write replica.lag.time.max.ms=<milliseconds> instead"),
            Map.entry("quota.producer.default", String.format(DEFAULT_QUOTA, "producer_byte_rate")),
            Map.entry("quota.consumer.default", String.format(DEFAULT_QUOTA, "consumer_byte_rate")),
            Map.entry(
                    "log.message.timestamp.difference.max.ms",
                    "write log.message.timestamp.before.max.ms and log.message.timestamp.after.max.ms instead"));

    private static final Map<String, String> GONE = gone();

    private RemovedKeys() {}

    /** What to write instead of a key that was replaced. */
    static Optional<String> replacement(String key) {
        return Optional.ofNullable(REPLACED.get(key));
    }

    /** Why a key may be left out. */
    static Optional<String> reasonToLeaveOut(String key) {
        if (key.startsWith("zookeeper.") || key.startsWith("password.encoder.")) {
            return Optional.of("it belongs to ZooKeeper mode");
        }
        return Optional.ofNullable(GONE.get(key));
    }

    private static Map<String, String> gone() {
        Map<String, String> result = new HashMap<>();
        for (String key : new String[] {
            "inter.broker.protocol.version",
            "log.message.format.version",
            "log.message.downconversion.enable",
            "auto.include.jmx.reporter",
            "offsets.commit.required.acks",
            "group.coordinator.new.enable",
            "leader.imbalance.per.broker.percentage",
            "controlled.shutdown.max.retries",
            "controlled.shutdown.retry.backoff.ms"
        }) {
            result.put(key, "Kafka has removed it");
        }
        for (String key : new String[] {"broker.id.generation.enable", "reserved.broker.max.id"}) {
            result.put(key, "it belongs to ZooKeeper mode");
        }
        return Ordered.map(result);
    }
}
