package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.protocol.message.UnregisterBrokerRequest;
import io.odradek.protocol.message.UnregisterBrokerResponse;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.RegisterBrokerRecord;
import io.odradek.protocol.metadata.UnregisterBrokerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which brokers belong to the cluster (KIP-631).
 *
 * <p>Stateless; any thread.
 */
public final class BrokerDecider {
    private static final String AGAIN =
            "The broker has so many partitions that they are moved in several steps: ask again.";

    private final ControllerContext context;
    private final String clusterId;

    /** @param clusterId the one that brokers must have, too */
    public BrokerDecider(ControllerContext context, String clusterId) {
        this.context = context;
        this.clusterId = clusterId;
    }

    /**
     * Registers a broker. A new process is fenced until its heartbeats say that it is ready, and its epoch is
     * {@link Moment#nextOffset}; a process that registers again keeps what it has. The sentence of a refusal is in the response:
     * {@link RegistrationRefusal}. REQUEST_TIMED_OUT asks the broker to come again: it had more than {@link
     * OperationLimits#MAX_MOVES} partitions.
     *
     * <p>The host tells {@link BrokerContacts#registered} of a success.
     */
    public Decision<MetadataRecord, BrokerRegistrationResponse> register(
            ClusterImage image, BrokerRegistrationRequest request, Moment moment) {
        try {
            RegistrationChecks checks = new RegistrationChecks(image, context.config(image), clusterId, request);
            checks.cluster();
            checks.identity(moment);
            checks.content(moment.quorum().kraftVersion());
        } catch (ApiException e) {
            return Decision.replyOnly(RegistrationRefusal.of(e.code(), String.valueOf(e.getMessage())));
        }
        Optional<BrokerImage> previous = image.nodes().broker(request.brokerId());
        return previous.filter(broker -> broker.incarnationId().equals(request.incarnationId()))
                .map(broker -> again(image, request, broker))
                .orElseGet(() -> anew(image, request, moment.nextOffset(), previous));
    }

    /**
     * Registers the only node of a cluster, which is its own controller and so is ready when it says so: it leads what it led
     * before, in new leader epochs. Where there are other brokers, it is registered like them.
     */
    public Decision<MetadataRecord, BrokerRegistrationResponse> registerUnfenced(
            ClusterImage image, BrokerRegistrationRequest request, Moment moment) {
        boolean others = image.nodes().brokers().keySet().stream().anyMatch(id -> id != request.brokerId());
        Decision<MetadataRecord, BrokerRegistrationResponse> decision = register(image, request, moment);
        if (others || decision.changesNothing()) {
            return decision;
        }
        RegisterBrokerRecord record = registration(image, request)
                .setBrokerEpoch(decision.reply().brokerEpoch())
                .setFenced(false);
        List<MetadataRecord> records = new ArrayList<>();
        records.add(record);
        records.addAll(new Settlement(rules(image.apply(List.of(record))))
                .startedAnew(request.brokerId())
                .of(request.brokerId()));
        return new Decision<>(records, decision.reply());
    }

    /** Takes a broker off the list, alive or not; its replicas stay where they are until they are reassigned. */
    public Decision<MetadataRecord, UnregisterBrokerResponse> unregister(
            ClusterImage image, UnregisterBrokerRequest request) {
        Optional<BrokerImage> broker = image.nodes().broker(request.brokerId());
        if (broker.isEmpty()) {
            return Decision.replyOnly(new UnregisterBrokerResponse()
                    .setErrorCode(ErrorCode.BROKER_ID_NOT_REGISTERED.code())
                    .setErrorMessage("Broker ID " + request.brokerId() + " is not currently registered"));
        }
        UnregisterBrokerRecord record = new UnregisterBrokerRecord()
                .setBrokerId(broker.get().id())
                .setBrokerEpoch(broker.get().epoch());
        List<MetadataRecord> records = new ArrayList<>(new Settlement(rules(image.apply(List.of(record))))
                .uncleanlyStopped(request.brokerId())
                .of(request.brokerId()));
        if (records.size() >= OperationLimits.MAX_MOVES) {
            return new Decision<>(
                    records,
                    new UnregisterBrokerResponse()
                            .setErrorCode(ErrorCode.REQUEST_TIMED_OUT.code())
                            .setErrorMessage(AGAIN));
        }
        records.add(record);
        return new Decision<>(records, new UnregisterBrokerResponse().setErrorMessage(null));
    }

    private Decision<MetadataRecord, BrokerRegistrationResponse> again(
            ClusterImage image, BrokerRegistrationRequest request, BrokerImage broker) {
        RegisterBrokerRecord record = registration(image, request)
                .setBrokerEpoch(broker.epoch())
                .setFenced(broker.fenced())
                .setInControlledShutdown(broker.inControlledShutdown());
        return new Decision<>(List.of(record), new BrokerRegistrationResponse().setBrokerEpoch(broker.epoch()));
    }

    /** The changes of partitions come first and the registration last, so that half of it can be done again. */
    private Decision<MetadataRecord, BrokerRegistrationResponse> anew(
            ClusterImage image, BrokerRegistrationRequest request, long epoch, Optional<BrokerImage> previous) {
        RegisterBrokerRecord record =
                registration(image, request).setBrokerEpoch(epoch).setFenced(true);
        List<MetadataRecord> records = new ArrayList<>();
        if (previous.isPresent()) {
            Settlement settlement = new Settlement(rules(image.apply(List.of(record))));
            boolean clean = request.previousBrokerEpoch() == previous.get().epoch();
            if (PartitionRules.elrEnabled(image) && !clean) {
                settlement.uncleanlyStopped(request.brokerId());
            }
            records.addAll(settlement.of(request.brokerId()));
            if (records.size() >= OperationLimits.MAX_MOVES) {
                return new Decision<>(records, RegistrationRefusal.of(ErrorCode.REQUEST_TIMED_OUT, AGAIN));
            }
        }
        records.add(record);
        return new Decision<>(records, new BrokerRegistrationResponse().setBrokerEpoch(epoch));
    }

    private PartitionRules rules(ClusterImage image) {
        return new PartitionRules(image, context.config(image));
    }

    /** Cordoned directories are not taken from a registration: heartbeats say them (KAFKA-20441). */
    private static RegisterBrokerRecord registration(ClusterImage image, BrokerRegistrationRequest request) {
        RegisterBrokerRecord record = new RegisterBrokerRecord()
                .setBrokerId(request.brokerId())
                .setIncarnationId(request.incarnationId())
                .setRack(request.rack());
        if (MetadataLevel.of(image).directories()) {
            record.setLogDirs(new ArrayList<>(request.logDirs()));
        }
        image.nodes()
                .broker(request.brokerId())
                .filter(_ -> MetadataLevel.of(image).cordonedDirectories())
                .flatMap(BrokerImage::cordonedLogDirs)
                .ifPresent(cordoned -> record.setCordonedLogDirs(new ArrayList<>(cordoned)));
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
