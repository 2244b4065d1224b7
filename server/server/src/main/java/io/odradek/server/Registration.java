package io.odradek.server;

import io.odradek.base.Uuid;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.Listener;
import io.odradek.metadata.controller.FeatureDecider;
import io.odradek.metadata.controller.QuorumFacts;
import io.odradek.metadata.controller.SessionTimes;
import io.odradek.metadata.image.VersionRange;
import io.odradek.network.Endpoint;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.ControllerRegistrationRequest;
import io.odradek.storage.LogDirectory;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How brokers and controllers introduce themselves to the active controller (KIP-631, KIP-919). */
final class Registration {
    private Registration() {}

    /** @param bound the listeners with the ports that they got */
    static BrokerRegistrationRequest of(
            BrokerConfig config,
            String clusterId,
            Uuid incarnation,
            List<LogDirectory> directories,
            List<Endpoint> bound) {
        BrokerRegistrationRequest request = new BrokerRegistrationRequest()
                .setBrokerId(config.nodeId())
                .setClusterId(clusterId)
                .setIncarnationId(incarnation)
                .setRack(config.rack().orElse(null))
                .setLogDirs(directories.stream()
                        .filter(LogDirectory::isOnline)
                        .map(LogDirectory::id)
                        .toList());
        for (Listener listener : config.listeners().forBrokers()) {
            Endpoint told = told(config, listener, bound);
            request.listeners()
                    .add(new BrokerRegistrationRequest.Listener()
                            .setName(listener.name())
                            .setHost(told.host())
                            .setPort(told.port())
                            .setSecurityProtocol(listener.protocol().id()));
        }
        supported(config)
                .forEach((name, range) -> request.features()
                        .add(new BrokerRegistrationRequest.Feature()
                                .setName(name)
                                .setMinSupportedVersion(range.min())
                                .setMaxSupportedVersion(range.max())));
        return request;
    }

    static ControllerRegistrationRequest ofController(BrokerConfig config, Uuid incarnation, List<Endpoint> bound) {
        ControllerRegistrationRequest request = new ControllerRegistrationRequest()
                .setControllerId(config.nodeId())
                .setIncarnationId(incarnation)
                .setZkMigrationReady(false);
        for (Listener listener : config.listeners().forControllers()) {
            Endpoint told = told(config, listener, bound);
            request.listeners()
                    .add(new ControllerRegistrationRequest.Listener()
                            .setName(listener.name())
                            .setHost(told.host())
                            .setPort(told.port())
                            .setSecurityProtocol(listener.protocol().id()));
        }
        Map<String, VersionRange> features = supported(config);
        features.remove(SessionTimes.FEATURE);
        features.forEach((name, range) -> request.features()
                .add(new ControllerRegistrationRequest.Feature()
                        .setName(name)
                        .setMinSupportedVersion(range.min())
                        .setMaxSupportedVersion(range.max())));
        return request;
    }

    private static SortedMap<String, VersionRange> supported(BrokerConfig config) {
        SortedMap<String, VersionRange> features = new TreeMap<>(FeatureDecider.READABLE);
        features.putAll(FeatureDecider.SUPPORTED);
        features.put(QuorumFacts.KRAFT_VERSION, QuorumFacts.SUPPORTED);
        if (SessionTimes.of(config).announcesQuickHeartbeats()) {
            features.put(SessionTimes.FEATURE, new VersionRange((short) 0, (short) 1));
        }
        return features;
    }

    /** What other nodes are told: what is advertised, and where nothing is, where the listener is bound. */
    private static Endpoint told(BrokerConfig config, Listener listener, List<Endpoint> bound) {
        Listener advertised = config.listeners().advertised(listener.name()).orElse(listener);
        // For other nodes; clients of a broker that advertises nothing are told the address they came in on.
        String host = MachineName.isEveryAddress(advertised.host()) ? MachineName.find() : advertised.host();
        int port = advertised.port() != 0
                ? advertised.port()
                : bound.stream()
                        .filter(each -> each.listenerName().equals(listener.name()))
                        .mapToInt(Endpoint::port)
                        .findFirst()
                        .orElse(0);
        return new Endpoint(listener.name(), host, port);
    }
}
