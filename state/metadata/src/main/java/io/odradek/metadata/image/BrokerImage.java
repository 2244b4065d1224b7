package io.odradek.metadata.image;

import io.odradek.base.Ordered;
import io.odradek.base.Uuid;
import io.odradek.protocol.metadata.BrokerRegistrationChangeRecord;
import io.odradek.protocol.metadata.RegisterBrokerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A registered broker.
 *
 * <p>Immutable; any thread.
 *
 * @param epoch grows with every registration
 * @param incarnationId drawn by the broker at each start
 * @param fenced whether it must not lead or be shown to clients
 * @param inControlledShutdown whether it is handing over its leaderships before it stops
 * @param logDirs ids of its log folders that work
 * @param cordonedLogDirs ids of log folders that get no new replicas; empty when it never said
 */
public record BrokerImage(
        int id,
        long epoch,
        Uuid incarnationId,
        List<Endpoint> endpoints,
        Map<String, VersionRange> features,
        Optional<String> rack,
        boolean fenced,
        boolean inControlledShutdown,
        List<Uuid> logDirs,
        Optional<List<Uuid>> cordonedLogDirs) {

    public BrokerImage {
        endpoints = List.copyOf(endpoints);
        features = Ordered.map(features);
        logDirs = List.copyOf(logDirs);
        cordonedLogDirs = cordonedLogDirs.map(List::copyOf);
    }

    static BrokerImage of(RegisterBrokerRecord record) {
        Map<String, VersionRange> features = new TreeMap<>();
        record.features()
                .forEach(feature -> features.put(
                        feature.name(),
                        new VersionRange(feature.minSupportedVersion(), feature.maxSupportedVersion())));
        return new BrokerImage(
                record.brokerId(),
                record.brokerEpoch(),
                record.incarnationId(),
                record.endPoints().stream()
                        .map(each -> new Endpoint(each.name(), each.host(), each.port(), each.securityProtocol()))
                        .toList(),
                features,
                Optional.ofNullable(record.rack()),
                record.fenced(),
                record.inControlledShutdown(),
                record.logDirs(),
                Optional.ofNullable(record.cordonedLogDirs()));
    }

    /** This broker after a change; 0 and empty mean "as it was". */
    BrokerImage with(BrokerRegistrationChangeRecord change) {
        return new BrokerImage(
                id,
                epoch,
                incarnationId,
                endpoints,
                features,
                rack,
                change.fenced() == 0 ? fenced : change.fenced() > 0,
                change.inControlledShutdown() == 0 ? inControlledShutdown : change.inControlledShutdown() > 0,
                change.logDirs().isEmpty() ? logDirs : change.logDirs(),
                change.cordonedLogDirs() == null ? cordonedLogDirs : Optional.of(change.cordonedLogDirs()));
    }

    BrokerImage withFenced(boolean value) {
        return with(new BrokerRegistrationChangeRecord().setFenced((byte) (value ? 1 : -1)));
    }

    RegisterBrokerRecord toRecord() {
        return new RegisterBrokerRecord()
                .setBrokerId(id)
                .setBrokerEpoch(epoch)
                .setIncarnationId(incarnationId)
                .setEndPoints(new ArrayList<>(endpoints.stream()
                        .map(each -> new RegisterBrokerRecord.BrokerEndpoint()
                                .setName(each.name())
                                .setHost(each.host())
                                .setPort(each.port())
                                .setSecurityProtocol(each.securityProtocol()))
                        .toList()))
                .setFeatures(new ArrayList<>(new TreeMap<>(features)
                        .entrySet().stream()
                                .map(each -> new RegisterBrokerRecord.BrokerFeature()
                                        .setName(each.getKey())
                                        .setMinSupportedVersion(each.getValue().min())
                                        .setMaxSupportedVersion(each.getValue().max()))
                                .toList()))
                .setRack(rack.orElse(null))
                .setFenced(fenced)
                .setInControlledShutdown(inControlledShutdown)
                .setLogDirs(new ArrayList<>(logDirs))
                .setCordonedLogDirs(cordonedLogDirs.map(ArrayList::new).orElse(null));
    }

    /** Whether it may lead and take new replicas first. */
    public boolean active() {
        return !fenced && !inControlledShutdown;
    }

    /** Where it is reached on a listener. */
    public Optional<Endpoint> endpoint(String listenerName) {
        return endpoints.stream()
                .filter(each -> each.name().equals(listenerName))
                .findFirst();
    }

    /** The log folder of a new replica: the only one it has, or {@link DirectoryIds#UNASSIGNED} when the broker has to choose. */
    public Uuid defaultDirectory() {
        return Objects.requireNonNull(logDirs.size() == 1 ? logDirs.getFirst() : DirectoryIds.UNASSIGNED);
    }

    /** Whether a replica in this log folder can be served. A replica whose folder is not known yet can. */
    public boolean serves(Uuid directory) {
        if (directory.equals(DirectoryIds.LOST)) {
            return false;
        }
        return DirectoryIds.reserved(directory) || logDirs.isEmpty() || logDirs.contains(directory);
    }

    /** Whether all its log folders are cordoned, so that it gets no new replicas (KIP-1066). */
    public boolean cordoned() {
        return !logDirs.isEmpty() && cordonedLogDirs.orElse(List.of()).containsAll(logDirs);
    }
}
