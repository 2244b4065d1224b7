package io.odradek.metadata.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ranges within which a group may set its own values: between {@code group.<type>.min.<key>} and {@code
 * group.<type>.max.<key>} of the broker.
 *
 * <p>Stateless; any thread.
 */
final class GroupRanges {
    private static final List<String> RANGED = List.of(
            "consumer.session.timeout.ms",
            "consumer.heartbeat.interval.ms",
            "consumer.assignment.interval.ms",
            "share.session.timeout.ms",
            "share.heartbeat.interval.ms",
            "share.assignment.interval.ms",
            "share.delivery.count.limit",
            "share.record.lock.duration.ms",
            "share.partition.max.record.locks",
            "streams.session.timeout.ms",
            "streams.heartbeat.interval.ms",
            "streams.assignment.interval.ms");
    private static final Map<String, String> AT_MOST = Map.of(
            "streams.num.standby.replicas", "group.streams.max.standby.replicas",
            "streams.num.warmup.replicas", "group.streams.max.warmup.replicas");
    private static final Map<String, String> AT_LEAST =
            Map.of("streams.task.offset.interval.ms", "group.streams.min.task.offset.interval.ms");

    private GroupRanges() {}

    /** Adds what is wrong between the broker's own keys. */
    static void brokerErrors(ConfigValues broker, List<String> errors) {
        if (broker.integer("group.min.session.timeout.ms") > broker.integer("group.max.session.timeout.ms")) {
            errors.add("group.max.session.timeout.ms must be greater than or equal to group.min.session.timeout.ms.");
        }
        for (String key : RANGED) {
            String brokerKey = "group." + key;
            if (broker.integer(minKey(key)) > broker.integer(maxKey(key))) {
                errors.add(maxKey(key) + " must be greater than or equal to " + minKey(key) + ".");
            } else {
                check(broker, key, broker.integer(brokerKey))
                        .ifPresent(range -> errors.add(brokerKey + " must be " + range + "."));
            }
        }
        for (String type : List.of("consumer", "share", "streams")) {
            if (broker.integer("group." + type + ".heartbeat.interval.ms")
                    >= broker.integer("group." + type + ".session.timeout.ms")) {
                errors.add("group." + type + ".heartbeat.interval.ms must be less than group." + type
                        + ".session.timeout.ms.");
            }
        }
    }

    /** What a group's value breaks, as "in the range a to b inclusive"; empty when it is within its range. */
    static Optional<String> check(ConfigValues broker, String key, long value) {
        if (RANGED.contains(key)) {
            int least = broker.integer(minKey(key));
            int most = broker.integer(maxKey(key));
            return value < least || value > most
                    ? Optional.of("in the range " + least + " to " + most + " inclusive")
                    : Optional.empty();
        }
        if (AT_MOST.containsKey(key) && value > broker.integer(AT_MOST.get(key))) {
            return Optional.of("less than or equal to " + AT_MOST.get(key));
        }
        if (AT_LEAST.containsKey(key) && value < broker.integer(AT_LEAST.get(key))) {
            return Optional.of("greater than or equal to " + AT_LEAST.get(key));
        }
        return Optional.empty();
    }

    private static String minKey(String key) {
        return bound(key, "min");
    }

    private static String maxKey(String key) {
        return bound(key, "max");
    }

    private static String bound(String key, String which) {
        int dot = key.indexOf('.');
        return "group." + key.substring(0, dot) + "." + which + key.substring(dot);
    }
}
