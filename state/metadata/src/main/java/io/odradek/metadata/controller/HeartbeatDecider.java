package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.BrokerHeartbeatRequest;
import io.odradek.protocol.message.BrokerHeartbeatResponse;
import io.odradek.protocol.metadata.BrokerRegistrationChangeRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides which of the registered brokers may lead: from their heartbeats (KIP-631), and from their silence.
 *
 * <p>Stateless; any thread.
 */
public final class HeartbeatDecider {
    private static final byte FENCE = 1;
    private static final byte UNFENCE = -1;
    private static final byte STOPPING = 1;

    private enum State {
        FENCED,
        UNFENCED,
        STOPPING,
        STOPPED
    }

    private final ControllerContext context;

    public HeartbeatDecider(ControllerContext context) {
        this.context = context;
    }

    /**
     * Answers a heartbeat: lets the broker lead once it has read its own registration, moves its leaderships before it stops,
     * and notes directories that failed or are cordoned.
     *
     * <p>If records come of a heartbeat that wants to shut down, the host tells {@link BrokerContacts#handedOver} their last
     * offset.
     */
    public Decision<MetadataRecord, BrokerHeartbeatResponse> heartbeat(
            ClusterImage image, BrokerHeartbeatRequest request, Moment moment) {
        Optional<BrokerImage> registered =
                image.nodes().broker(request.brokerId()).filter(broker -> broker.epoch() == request.brokerEpoch());
        if (registered.isEmpty()) {
            return Decision.replyOnly(new BrokerHeartbeatResponse().setErrorCode(ErrorCode.STALE_BROKER_EPOCH.code()));
        }
        BrokerImage broker = registered.get();
        // The registration is the last record of one batch whose first offset is the epoch: who has published the
        // batch's
        // first record has published the registration.
        boolean caughtUp = request.currentMetadataOffset() >= broker.epoch();
        State now = state(broker);
        State next = next(image, broker, request, caughtUp, moment);
        List<MetadataRecord> records = new ArrayList<>(directories(image, broker, request));
        ClusterImage changed = records.isEmpty() ? image : image.apply(records);
        records.addAll(transition(changed, broker, now, next));
        return new Decision<>(
                records,
                new BrokerHeartbeatResponse()
                        .setIsCaughtUp(caughtUp)
                        .setIsFenced(next == State.FENCED || next == State.STOPPED)
                        .setShouldShutDown(next == State.STOPPED));
    }

    /** Fences a broker that has fallen silent. The reply says whether it was unfenced until now. */
    public Decision<MetadataRecord, Boolean> fence(ClusterImage image, int brokerId) {
        return image.nodes()
                .broker(brokerId)
                .filter(broker -> !broker.fenced())
                .map(broker -> new Decision<>(fencing(image, broker), true))
                .orElseGet(() -> Decision.replyOnly(false));
    }

    private static State state(BrokerImage broker) {
        if (broker.fenced()) {
            return State.FENCED;
        }
        return broker.inControlledShutdown() ? State.STOPPING : State.UNFENCED;
    }

    private static State next(
            ClusterImage image, BrokerImage broker, BrokerHeartbeatRequest request, boolean caughtUp, Moment moment) {
        return switch (state(broker)) {
            case FENCED -> {
                if (request.wantShutDown()) {
                    yield State.STOPPED;
                }
                yield !request.wantFence() && caughtUp ? State.UNFENCED : State.FENCED;
            }
            case UNFENCED -> {
                if (request.wantFence()) {
                    yield request.wantShutDown() ? State.STOPPED : State.FENCED;
                }
                if (request.wantShutDown()) {
                    yield leads(image, broker.id()) ? State.STOPPING : State.STOPPED;
                }
                yield State.UNFENCED;
            }
            case STOPPING ->
                leads(image, broker.id()) || !moment.contacts().handoverSeenByAll(image, broker.id())
                        ? State.STOPPING
                        : State.STOPPED;
            case STOPPED -> State.STOPPED;
        };
    }

    private List<MetadataRecord> transition(ClusterImage image, BrokerImage broker, State now, State next) {
        return switch (next) {
            case UNFENCED -> now == next ? List.of() : unfencing(image, broker);
            case STOPPING -> stopping(image, broker, now);
            case FENCED, STOPPED -> now == State.FENCED ? List.of() : fencing(image, broker);
        };
    }

    private List<MetadataRecord> fencing(ClusterImage image, BrokerImage broker) {
        return movesFirst(image, broker, change(broker).setFenced(FENCE));
    }

    private List<MetadataRecord> stopping(ClusterImage image, BrokerImage broker, State now) {
        return now == State.STOPPING
                ? new Settlement(rules(image)).of(broker.id())
                : movesFirst(image, broker, change(broker).setInControlledShutdown(STOPPING));
    }

    private List<MetadataRecord> unfencing(ClusterImage image, BrokerImage broker) {
        MetadataRecord record = change(broker).setFenced(UNFENCE);
        List<MetadataRecord> records = new ArrayList<>();
        records.add(record);
        records.addAll(new Settlement(rules(image.apply(List.of(record)))).of(broker.id()));
        return records;
    }

    private List<MetadataRecord> movesFirst(
            ClusterImage image, BrokerImage broker, BrokerRegistrationChangeRecord record) {
        List<MetadataRecord> records =
                new ArrayList<>(new Settlement(rules(image.apply(List.of(record)))).of(broker.id()));
        records.add(record);
        return records;
    }

    /** What a heartbeat says of directories, where it differs from what is known. */
    private List<MetadataRecord> directories(ClusterImage image, BrokerImage broker, BrokerHeartbeatRequest request) {
        MetadataLevel level = MetadataLevel.of(image);
        BrokerRegistrationChangeRecord record = change(broker);
        List<Uuid> working = broker.logDirs().stream()
                .filter(directory -> !request.offlineLogDirs().contains(directory))
                .toList();
        boolean failed = level.directories() && !working.equals(broker.logDirs()) && !working.isEmpty();
        if (failed) {
            record.setLogDirs(new ArrayList<>(working));
        }
        List<Uuid> cordoned = request.cordonedLogDirs();
        boolean cordoning = level.cordonedDirectories()
                && cordoned != null
                && !Objects.requireNonNull(cordoned)
                        .equals(broker.cordonedLogDirs().orElse(List.of()));
        if (cordoning) {
            record.setCordonedLogDirs(new ArrayList<>(Objects.requireNonNull(cordoned)));
        }
        if (!failed && !cordoning) {
            return List.of();
        }
        return failed ? movesFirst(image, broker, record) : List.of(record);
    }

    private PartitionRules rules(ClusterImage image) {
        return new PartitionRules(image, context.config(image));
    }

    private static boolean leads(ClusterImage image, int brokerId) {
        return image.topics()
                .all()
                .anyMatch(topic -> topic.partitions().stream().anyMatch(each -> each.leader() == brokerId));
    }

    private static BrokerRegistrationChangeRecord change(BrokerImage broker) {
        return new BrokerRegistrationChangeRecord().setBrokerId(broker.id()).setBrokerEpoch(broker.epoch());
    }
}
