package io.odradek.metadata.controller;

import io.odradek.base.Uuid;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.DirectoryIds;
import io.odradek.metadata.image.Endpoint;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether a broker may be registered, in Kafka's order, with sentences that name what is in the way. One thread. */
final class RegistrationChecks {
    private final ClusterImage image;
    private final BrokerConfig config;
    private final String clusterId;
    private final BrokerRegistrationRequest request;

    RegistrationChecks(ClusterImage image, BrokerConfig config, String clusterId, BrokerRegistrationRequest request) {
        this.image = image;
        this.config = config;
        this.clusterId = clusterId;
        this.request = request;
    }

    /** @throws ApiException if the broker belongs to another cluster */
    void cluster() {
        if (!request.clusterId().equals(clusterId)) {
            throw new ApiException(
                    ErrorCode.INCONSISTENT_CLUSTER_ID,
                    "Expected cluster ID " + clusterId + ", but got cluster ID " + request.clusterId()
                            + ": the data of node "
                            + request.brokerId() + " belongs to another cluster than that of controller "
                            + config.nodeId()
                            + ". Check the addresses of the controllers in its configuration, and its log.dirs.");
        }
    }

    /** @throws ApiException if another process with this id is alive */
    void identity(Moment moment) {
        Optional<BrokerImage> other = image.nodes()
                .broker(request.brokerId())
                .filter(broker -> !broker.incarnationId().equals(request.incarnationId()))
                .filter(broker -> moment.contacts().hasSession(broker, moment.nowMs()));
        if (other.isPresent()) {
            throw new ApiException(ErrorCode.DUPLICATE_BROKER_REGISTRATION, duplicate(other.get(), moment));
        }
    }

    private String duplicate(BrokerImage other, Moment moment) {
        String where = other.endpoints().stream().map(RegistrationChecks::text).collect(Collectors.joining(", "));
        String heard = "heard of " + moment.contacts().silenceMs(other.id(), moment.nowMs()) + " ms ago";
        String ends = "within " + moment.contacts().remainingMs(other.id(), moment.nowMs()) + " ms";
        boolean samePlace = other.endpoints().stream()
                .anyMatch(endpoint -> request.listeners().stream()
                        .anyMatch(mine -> mine.host().equals(endpoint.host()) && mine.port() == endpoint.port()));
        return samePlace
                ? "An earlier process of node " + other.id() + " at " + where + " was " + heard
                        + ". This one is let in when the session of that one ends, " + ends
                        + ", unless it is still running."
                : "Node " + other.id() + " is already running at " + where + " (" + heard
                        + "). Every node needs a node.id of its own: change it in the configuration of one of the two. "
                        + "If that process has ended, this one is let in when its session ends, " + ends + ".";
    }

    /** @throws ApiException if what the broker says of itself is not acceptable */
    void content(short kraftVersion) {
        if (request.isMigratingZkBroker()) {
            throw new ApiException(
                    ErrorCode.BROKER_ID_NOT_REGISTERED, "Controller does not support registering ZK brokers.");
        }
        if (MetadataLevel.of(image).directories()) {
            directories();
        }
        listeners();
        features(kraftVersion);
    }

    private void directories() {
        List<Uuid> directories = request.logDirs();
        if (directories.isEmpty()) {
            throw invalid("No directories specified in request");
        }
        Set<Uuid> seen = new LinkedHashSet<>();
        for (Uuid directory : directories) {
            if (DirectoryIds.reserved(directory)) {
                throw invalid("Reserved directory ID in request: " + directory);
            }
            if (!seen.add(directory)) {
                throw invalid("Duplicate directory ID in request: " + directory
                        + ". One of the log.dirs is a copy of another, its meta.properties included.");
            }
        }
        for (BrokerImage other : image.nodes().brokers().values()) {
            if (other.id() != request.brokerId()) {
                other.logDirs().stream().filter(seen::contains).findFirst().ifPresent(directory -> {
                    throw invalid("Broker " + other.id() + " is already registered with directory " + directory
                            + ": a log directory of node " + request.brokerId() + " is a copy of one of node "
                            + other.id() + " at "
                            + other.endpoints().stream()
                                    .map(RegistrationChecks::text)
                                    .collect(Collectors.joining(", "))
                            + ". Give it an empty one.");
                });
            }
        }
    }

    /** Brokers that have no listener in common cannot replicate from one another. */
    private void listeners() {
        if (request.listeners().isEmpty()) {
            throw invalid("No listeners specified in request");
        }
        Set<String> own = new LinkedHashSet<>();
        request.listeners().forEach(each -> own.add(each.name()));
        boolean configured =
                config.isSet("inter.broker.listener.name") || config.isSet("security.inter.broker.protocol");
        String needed = config.listeners().interBrokerName();
        if (configured && !own.contains(needed)) {
            throw invalid("Node " + request.brokerId() + " has no listener " + needed + ", which controller "
                    + config.nodeId() + " is configured to use among brokers" + example(needed)
                    + ". Add it to its listeners; it has " + own + ".");
        }
        Set<String> common = new LinkedHashSet<>(own);
        for (BrokerImage other : image.nodes().alive()) {
            if (other.id() != request.brokerId()) {
                Set<String> names =
                        other.endpoints().stream().map(Endpoint::name).collect(Collectors.toSet());
                common.retainAll(names);
                if (common.isEmpty()) {
                    throw invalid("Node " + request.brokerId() + " has the listeners " + own
                            + ", none of which is one of broker " + other.id() + " at "
                            + other.endpoints().stream()
                                    .map(RegistrationChecks::text)
                                    .collect(Collectors.joining(", "))
                            + ": brokers replicate over a listener that has the same name on all of them.");
                }
            }
        }
    }

    private String example(String listener) {
        return image.nodes().brokers().values().stream()
                .filter(other -> other.id() != request.brokerId())
                .flatMap(other -> other.endpoint(listener).stream()
                        .map(endpoint -> ", as broker " + other.id() + " does at " + text(endpoint)))
                .findFirst()
                .orElse("");
    }

    private void features(short kraftVersion) {
        Map<String, Short> needed = new TreeMap<>(image.features());
        needed.put(QuorumFacts.KRAFT_VERSION, kraftVersion);
        if (request.features().stream().noneMatch(each -> each.name().equals(FeatureDecider.METADATA_VERSION))) {
            throw invalid("Request features do not contain 'metadata.version'");
        }
        request.features().forEach(feature -> {
            Short level = needed.remove(feature.name());
            if (level != null && (level < feature.minSupportedVersion() || level > feature.maxSupportedVersion())) {
                throw unsupported(feature.name(), level, feature.minSupportedVersion(), feature.maxSupportedVersion());
            }
        });
        needed.forEach((name, level) -> {
            if (level > 0) {
                throw unsupported(name, level, (short) 0, (short) 0);
            }
        });
    }

    private ApiException unsupported(String feature, short level, short min, short max) {
        return new ApiException(
                ErrorCode.UNSUPPORTED_VERSION,
                "Unable to register because the broker does not support finalized version " + level + " of " + feature
                        + ". The broker wants a version between " + min + " and " + max + ", inclusive.");
    }

    private static String text(Endpoint endpoint) {
        return endpoint.host() + ":" + endpoint.port() + " (listener " + endpoint.name() + ")";
    }

    private static ApiException invalid(String sentence) {
        return new ApiException(ErrorCode.INVALID_REGISTRATION, sentence);
    }
}
