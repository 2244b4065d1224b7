package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.BrokerHeartbeatRequest;
import io.odradek.protocol.message.BrokerHeartbeatResponse;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.protocol.metadata.BrokerRegistrationChangeRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.RegisterBrokerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which brokers belong to the cluster and which of them may lead (KIP-631).
 *
 * <p>Stateless; any thread.
 */
public final class BrokerDecider {
    private static final byte FENCE = 1;
    private static final byte UNFENCE = -1;
    private static final byte SHUTTING_DOWN = 1;

    /** A decider has no state: one serves everybody. */
    public BrokerDecider() {}

    /**
     * Registers a broker, fenced until its heartbeats say that it is ready.
     *
     * @param newBrokerEpoch larger than every epoch before; the reply carries it
     */
    public Decision<MetadataRecord, BrokerRegistrationResponse> register(
            ClusterImage image, BrokerRegistrationRequest request, long newBrokerEpoch) {
        ErrorCode error = registrationError(image, request);
        Optional<BrokerImage> previous = image.nodes().broker(request.brokerId());
        if (error == ErrorCode.NONE
                && previous.isPresent()
                && !previous.get().fenced()
                && !previous.get().incarnationId().equals(request.incarnationId())) {
            error = ErrorCode.DUPLICATE_BROKER_REGISTRATION;
        }
        if (error != ErrorCode.NONE) {
            return Decision.replyOnly(new BrokerRegistrationResponse().setErrorCode(error.code()));
        }
        List<MetadataRecord> records = new ArrayList<>();
        records.add(registration(request, newBrokerEpoch, true));
        records.addAll(Elections.withoutBroker(image, request.brokerId()));
        return new Decision<>(records, new BrokerRegistrationResponse().setBrokerEpoch(newBrokerEpoch));
    }

    /**
     * Registers the only node of a cluster, which is its own controller and so is ready when it says so: it leads what it led
     * before, in new leader epochs.
     *
     * @param newBrokerEpoch larger than every epoch before; the reply carries it
     */
    public Decision<MetadataRecord, BrokerRegistrationResponse> registerUnfenced(
            ClusterImage image, BrokerRegistrationRequest request, long newBrokerEpoch) {
        ErrorCode error = registrationError(image, request);
        if (error != ErrorCode.NONE) {
            return Decision.replyOnly(new BrokerRegistrationResponse().setErrorCode(error.code()));
        }
        List<MetadataRecord> records = new ArrayList<>();
        records.add(registration(request, newBrokerEpoch, false));
        records.addAll(Elections.restarted(image, request.brokerId()));
        return new Decision<>(records, new BrokerRegistrationResponse().setBrokerEpoch(newBrokerEpoch));
    }

    /** Answers a heartbeat: unfences, fences or lets go, as the broker wishes. */
    public Decision<MetadataRecord, BrokerHeartbeatResponse> heartbeat(
            ClusterImage image, BrokerHeartbeatRequest request) {
        Optional<BrokerImage> registered = image.nodes().broker(request.brokerId());
        if (registered.isEmpty()) {
            return refused(ErrorCode.BROKER_ID_NOT_REGISTERED);
        }
        BrokerImage broker = registered.get();
        if (broker.epoch() != request.brokerEpoch()) {
            return refused(ErrorCode.STALE_BROKER_EPOCH);
        }
        if (request.wantShutDown()) {
            return shutDown(image, broker);
        }
        if (request.wantFence()) {
            return answer(broker.fenced() ? List.of() : fencing(image, broker), true, false);
        }
        return answer(broker.fenced() ? unfencing(image, broker) : List.of(), false, false);
    }

    /** Fences a broker that has fallen silent. The reply says whether it was unfenced until now. */
    public Decision<MetadataRecord, Boolean> fence(ClusterImage image, int brokerId) {
        return image.nodes()
                .broker(brokerId)
                .filter(broker -> !broker.fenced())
                .map(broker -> new Decision<>(fencing(image, broker), true))
                .orElseGet(() -> Decision.replyOnly(false));
    }

    private static Decision<MetadataRecord, BrokerHeartbeatResponse> shutDown(ClusterImage image, BrokerImage broker) {
        List<MetadataRecord> records = new ArrayList<>();
        if (!broker.inControlledShutdown()) {
            records.add(change(broker).setInControlledShutdown(SHUTTING_DOWN));
        }
        records.addAll(Elections.withoutBroker(image, broker.id()));
        return answer(records, broker.fenced(), true);
    }

    private static List<MetadataRecord> fencing(ClusterImage image, BrokerImage broker) {
        List<MetadataRecord> records = new ArrayList<>();
        records.add(change(broker).setFenced(FENCE));
        records.addAll(Elections.withoutBroker(image, broker.id()));
        return records;
    }

    private static List<MetadataRecord> unfencing(ClusterImage image, BrokerImage broker) {
        List<MetadataRecord> records = new ArrayList<>();
        records.add(change(broker).setFenced(UNFENCE));
        records.addAll(Elections.withBroker(image, broker.id()));
        return records;
    }

    private static BrokerRegistrationChangeRecord change(BrokerImage broker) {
        return new BrokerRegistrationChangeRecord().setBrokerId(broker.id()).setBrokerEpoch(broker.epoch());
    }

    private static Decision<MetadataRecord, BrokerHeartbeatResponse> answer(
            List<MetadataRecord> records, boolean fenced, boolean shutDown) {
        return new Decision<>(
                records,
                new BrokerHeartbeatResponse()
                        .setIsCaughtUp(true)
                        .setIsFenced(fenced)
                        .setShouldShutDown(shutDown));
    }

    private static Decision<MetadataRecord, BrokerHeartbeatResponse> refused(ErrorCode error) {
        return Decision.replyOnly(new BrokerHeartbeatResponse().setErrorCode(error.code()));
    }

    private static ErrorCode registrationError(ClusterImage image, BrokerRegistrationRequest request) {
        if (request.listeners().isEmpty() || request.logDirs().isEmpty()) {
            return ErrorCode.INVALID_REGISTRATION;
        }
        boolean supportsAll = image.features().entrySet().stream()
                .allMatch(finalized -> request.features().stream()
                        .anyMatch(feature -> feature.name().equals(finalized.getKey())
                                && feature.minSupportedVersion() <= finalized.getValue()
                                && feature.maxSupportedVersion() >= finalized.getValue()));
        return supportsAll ? ErrorCode.NONE : ErrorCode.UNSUPPORTED_VERSION;
    }

    private static RegisterBrokerRecord registration(
            BrokerRegistrationRequest request, long newBrokerEpoch, boolean fenced) {
        RegisterBrokerRecord record = new RegisterBrokerRecord()
                .setBrokerId(request.brokerId())
                .setIncarnationId(request.incarnationId())
                .setBrokerEpoch(newBrokerEpoch)
                .setRack(request.rack())
                .setFenced(fenced)
                .setLogDirs(new ArrayList<>(request.logDirs()));
        request.listeners()
                .forEach(each -> record.endPoints()
                        .add(new RegisterBrokerRecord.BrokerEndpoint()
                                .setName(each.name())
                                .setHost(each.host())
                                .setPort(each.port())
                                .setSecurityProtocol(each.securityProtocol())));
        request.features()
                .forEach(each -> record.features()
                        .add(new RegisterBrokerRecord.BrokerFeature()
                                .setName(each.name())
                                .setMinSupportedVersion(each.minSupportedVersion())
                                .setMaxSupportedVersion(each.maxSupportedVersion())));
        return record;
    }
}
