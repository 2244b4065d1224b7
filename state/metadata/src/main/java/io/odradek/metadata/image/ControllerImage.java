package io.odradek.metadata.image;

import io.odradek.base.Ordered;
import io.odradek.base.Uuid;
import io.odradek.protocol.metadata.RegisterControllerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A registered controller (KIP-919).
 *
 * <p>Immutable; any thread.
 */
public record ControllerImage(
        int id, Uuid incarnationId, List<Endpoint> endpoints, Map<String, VersionRange> features) {

    public ControllerImage {
        endpoints = List.copyOf(endpoints);
        features = Ordered.map(features);
    }

    static ControllerImage of(RegisterControllerRecord record) {
        Map<String, VersionRange> features = new TreeMap<>();
        record.features()
                .forEach(feature -> features.put(
                        feature.name(),
                        new VersionRange(feature.minSupportedVersion(), feature.maxSupportedVersion())));
        return new ControllerImage(
                record.controllerId(),
                record.incarnationId(),
                record.endPoints().stream()
                        .map(each -> new Endpoint(each.name(), each.host(), each.port(), each.securityProtocol()))
                        .toList(),
                features);
    }

    RegisterControllerRecord toRecord() {
        return new RegisterControllerRecord()
                .setControllerId(id)
                .setIncarnationId(incarnationId)
                .setEndPoints(new ArrayList<>(endpoints.stream()
                        .map(each -> new RegisterControllerRecord.ControllerEndpoint()
                                .setName(each.name())
                                .setHost(each.host())
                                .setPort(each.port())
                                .setSecurityProtocol(each.securityProtocol()))
                        .toList()))
                .setFeatures(new ArrayList<>(new TreeMap<>(features)
                        .entrySet().stream()
                                .map(each -> new RegisterControllerRecord.ControllerFeature()
                                        .setName(each.getKey())
                                        .setMinSupportedVersion(each.getValue().min())
                                        .setMaxSupportedVersion(each.getValue().max()))
                                .toList()));
    }

    /** Where it is reached on a listener. */
    public Optional<Endpoint> endpoint(String listenerName) {
        return endpoints.stream()
                .filter(each -> each.name().equals(listenerName))
                .findFirst();
    }
}
