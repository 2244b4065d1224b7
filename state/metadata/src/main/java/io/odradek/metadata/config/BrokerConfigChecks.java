package io.odradek.metadata.config;

import io.odradek.base.Ordered;
import java.util.ArrayList;
import java.util.List;

/** What must hold between several keys. Stateless; any thread. */
final class BrokerConfigChecks {
    private static final long MIN_DEDUPE_BYTES_PER_CLEANER = 1L << 20;
    private static final int LAST_CODEC = 4;

    private BrokerConfigChecks() {}

    /**
     * Everything that is wrong, one sentence or two each.
     *
     * @param rolesWritten whether {@code process.roles} was written; without it the node needs no listener for controllers
     */
    static List<String> errors(BrokerConfig config, boolean rolesWritten) {
        List<String> errors = new ArrayList<>();
        checkQuorum(config, errors);
        errors.addAll(ListenerChecks.errors(config, rolesWritten));
        checkSockets(config, errors);
        checkLogs(config.values(), errors);
        checkCordoned(config, errors);
        checkReplication(config.values(), errors);
        GroupRanges.brokerErrors(config.values(), errors);
        PluginClasses.check(config.values(), errors);
        checkNotThereYet(config, errors);
        return errors;
    }

    /** Who votes must say so, and nobody else may; a node that is broker alone must know where the controllers are. */
    private static void checkQuorum(BrokerConfig config, List<String> errors) {
        QuorumSettings quorum = config.quorum();
        List<Integer> ids =
                quorum.voters().stream().map(QuorumSettings.Voter::id).toList();
        if (Ordered.set(ids).size() < ids.size()) {
            errors.add("controller.quorum.voters names a node twice: " + ids + ". Each node.id may be there once.");
        }
        boolean votes = ids.contains(config.nodeId());
        if (config.isController() && !ids.isEmpty() && !votes) {
            errors.add("If process.roles contains the 'controller' role, the node id " + config.nodeId()
                    + " must be included in the set of voters controller.quorum.voters=" + ids + ".");
        }
        if (!config.isController() && votes) {
            errors.add("If process.roles contains just the 'broker' role, the node id " + config.nodeId()
                    + " must not be included in the set of voters controller.quorum.voters=" + ids + ".");
        }
        if (!config.isController() && ids.isEmpty() && quorum.bootstrapServers().isEmpty()) {
            errors.add("If using process.roles, either controller.quorum.bootstrap.servers must contain the set of"
                    + " bootstrap controllers or controller.quorum.voters must contain a parseable set of controllers."
                    + " Write controller.quorum.bootstrap.servers=HOST:9093 with the host of a controller.");
        }
    }

    private static void checkSockets(BrokerConfig config, List<String> errors) {
        SocketSettings sockets = config.sockets();
        if (sockets.maxConnectionsPerIp() == 0
                && sockets.maxConnectionsPerIpOverrides().isEmpty()) {
            errors.add("max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides is set.");
        }
        if (sockets.queuedMaxRequestBytes() > 0 && sockets.queuedMaxRequestBytes() < sockets.requestMaxBytes()) {
            errors.add("queued.max.request.bytes must be larger or equal to socket.request.max.bytes, or -1.");
        }
        if (sockets.connectionsMaxIdleMs() >= 0
                && config.values().integer("connection.failed.authentication.delay.ms")
                        >= sockets.connectionsMaxIdleMs()) {
            errors.add("connection.failed.authentication.delay.ms must be less than connections.max.idle.ms.");
        }
    }

    private static void checkLogs(ConfigValues values, List<String> errors) {
        for (String key : List.of("log.retention.ms", "log.retention.minutes", "log.retention.hours")) {
            long value = values.optionalNumber(key).orElse(1);
            if (value == 0 || value < -1) {
                errors.add(key + " must be unlimited (-1) or, equal or greater than 1; " + value + " is neither.");
            }
        }
        if (values.optionalNumber("log.roll.ms").orElse(1) < 1) {
            errors.add("log.roll.ms must be greater than or equal to 1.");
        }
        if (values.optionalNumber("log.roll.jitter.ms").orElse(0) < 0) {
            errors.add("log.roll.jitter.ms must be greater than or equal to 0.");
        }
        long cleanerThreads = Math.max(1, values.integer("log.cleaner.threads"));
        if (values.number("log.cleaner.dedupe.buffer.size") / cleanerThreads <= MIN_DEDUPE_BYTES_PER_CLEANER) {
            errors.add("log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.");
        }
        if (values.number("log.cleaner.min.compaction.lag.ms") > values.number("log.cleaner.max.compaction.lag.ms")) {
            errors.add("log.cleaner.min.compaction.lag.ms must not be greater than log.cleaner.max.compaction.lag.ms.");
        }
        for (String key :
                List.of("offsets.topic.compression.codec", "share.coordinator.state.topic.compression.codec")) {
            int codec = values.integer(key);
            if (codec < 0 || codec > LAST_CODEC) {
                errors.add(key + "=" + codec + " is no codec. Write 0 none, 1 gzip, 2 snappy, 3 lz4 or 4 zstd.");
            }
        }
    }

    private static void checkCordoned(BrokerConfig config, List<String> errors) {
        List<String> missing = new ArrayList<>(config.values().list("cordoned.log.dirs"));
        missing.removeAll(config.logDirs());
        missing.remove("*");
        if (!missing.isEmpty()) {
            errors.add("All entries in cordoned.log.dirs must be present in log.dirs or log.dir. Missing entries: "
                    + String.join(",", missing) + ".");
        }
    }

    private static void checkReplication(ConfigValues values, List<String> errors) {
        int fetchWait = values.integer("replica.fetch.wait.max.ms");
        if (fetchWait > values.integer("replica.socket.timeout.ms")) {
            errors.add("replica.socket.timeout.ms should always be at least replica.fetch.wait.max.ms"
                    + " to prevent unnecessary socket timeouts.");
        }
        if (fetchWait > values.number("replica.lag.time.max.ms")) {
            errors.add("replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms"
                    + " to prevent frequent changes in ISR.");
        }
        if (values.integer("broker.heartbeat.interval.ms") * 2L > values.integer("broker.session.timeout.ms")) {
            errors.add(
                    "broker.session.timeout.ms must be at least twice broker.heartbeat.interval.ms, so that one lost "
                            + "heartbeat does not fence the broker.");
        }
    }

    /** Keys whose silent loss would leave the user without protection that he counts on. */
    private static void checkNotThereYet(BrokerConfig config, List<String> errors) {
        if (config.values().optionalText("authorizer.class.name").isPresent()) {
            errors.add(
                    "authorizer.class.name: authorization is not there yet. Remove the key only if every client may do "
                            + "everything.");
        }
        if (config.values().bool("remote.log.storage.system.enable")) {
            errors.add("remote.log.storage.system.enable: tiered storage is not there yet. Remove the key.");
        }
    }
}
