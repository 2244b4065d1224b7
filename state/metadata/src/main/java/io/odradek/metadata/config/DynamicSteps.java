package io.odradek.metadata.config;

import java.util.List;
import java.util.TreeSet;

/**
 * How far values may move in one change while a broker runs, as in Kafka: pools of threads to the half or the double of what they
 * have, and local retention not beyond the whole one. What a change does not touch is not looked at.
 *
 * <p>Stateless; any thread.
 */
final class DynamicSteps {
    private static final List<String> THREADS = List.of(
            "background.threads",
            "log.cleaner.threads",
            "num.io.threads",
            "num.network.threads",
            "num.recovery.threads.per.data.dir",
            "num.replica.fetchers",
            "remote.log.manager.copier.thread.pool.size",
            "remote.log.manager.expiration.thread.pool.size",
            "remote.log.manager.follower.thread.pool.size",
            "remote.log.reader.threads");
    private static final long UNLIMITED = -1;
    private static final long AS_THE_WHOLE = -2;

    private DynamicSteps() {}

    /** Adds what is wrong with going from one configuration to the other. */
    static void check(BrokerConfig before, BrokerConfig after, List<String> errors) {
        TreeSet<String> names = new TreeSet<>(THREADS);
        after.effective().keySet().stream()
                .filter(name -> THREADS.contains(BrokerSynonyms.withoutListener(name)))
                .forEach(names::add);
        for (String name : names) {
            checkThreads(name, threads(before, name), threads(after, name), errors);
        }
        checkLocalRetention(before, after, "retention.ms", errors);
        checkLocalRetention(before, after, "retention.bytes", errors);
    }

    private static int threads(BrokerConfig config, String name) {
        String own = config.effective().get(name);
        return own == null
                ? config.values().integer(BrokerSynonyms.withoutListener(name))
                : Integer.parseInt(own.strip());
    }

    private static void checkThreads(String name, int now, int wanted, List<String> errors) {
        String problem = "Dynamic thread count update validation failed for " + name + "=" + wanted + ", value should ";
        if (wanted > 2L * now) {
            errors.add(
                    problem + "not be greater than double the current value " + now + ". Go there in several steps.");
        } else if (wanted < now / 2) {
            errors.add(problem + "be at least half the current value " + now + ". Go there in several steps.");
        }
    }

    private static void checkLocalRetention(
            BrokerConfig before, BrokerConfig after, String topicKey, List<String> errors) {
        String localKey = "log.local." + topicKey;
        long whole = retention(after, topicKey);
        long local = after.values().number(localKey);
        boolean untouched =
                whole == retention(before, topicKey) && local == before.values().number(localKey);
        if (untouched || whole <= UNLIMITED || local == AS_THE_WHOLE) {
            return;
        }
        if (local == UNLIMITED || local > whole) {
            errors.add("Invalid value " + local + " for configuration " + localKey
                    + ": Value must not be more than log." + topicKey + " property value: " + whole);
        }
    }

    private static long retention(BrokerConfig config, String topicKey) {
        return TopicSynonyms.brokerValue(config.values(), topicKey) instanceof Number number
                ? number.longValue()
                : UNLIMITED;
    }
}
