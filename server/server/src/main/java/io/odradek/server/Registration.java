package io.odradek.server;

import io.odradek.base.Uuid;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.Listener;
import io.odradek.metadata.controller.FeatureDecider;
import io.odradek.metadata.image.VersionRange;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.storage.LogDirectory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a broker introduces itself to the controller (KIP-631). */
final class Registration {
    private Registration() {}

    static BrokerRegistrationRequest of(
            BrokerConfig config, String clusterId, Uuid incarnation, List<LogDirectory> directories) {
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
            Listener advertised = config.listeners().advertised(listener.name()).orElse(listener);
            String host = advertised.host().isEmpty() ? localHost() : advertised.host();
            request.listeners()
                    .add(new BrokerRegistrationRequest.Listener()
                            .setName(listener.name())
                            .setHost(host)
                            .setPort(advertised.port())
                            .setSecurityProtocol(listener.protocol().id()));
        }
        SortedMap<String, VersionRange> features = new TreeMap<>(FeatureDecider.READABLE);
        features.putAll(FeatureDecider.SUPPORTED);
        features.forEach((name, range) -> request.features()
                .add(new BrokerRegistrationRequest.Feature()
                        .setName(name)
                        .setMinSupportedVersion(range.min())
                        .setMaxSupportedVersion(range.max())));
        return request;
    }

    /** For other brokers; clients of a broker that advertises nothing are told the address they came in on. */
    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }
}
