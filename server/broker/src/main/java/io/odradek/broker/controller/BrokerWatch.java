package io.odradek.broker.controller;

import io.odradek.base.Decision;
import io.odradek.base.Time;
import io.odradek.metadata.controller.BrokerContacts;
import io.odradek.metadata.controller.Moment;
import io.odradek.metadata.controller.QuorumFacts;
import io.odradek.metadata.controller.SessionTimes;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.BrokerHeartbeatRequest;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * When the active controller has heard of which broker. What arrives is noted at once, on any thread, with its time, so that a
 * controller that is busy fences nobody for it; everything else is for the controller's executor.
 */
final class BrokerWatch {
    /** The id of no broker. */
    static final int NO_BROKER = -1;

    private sealed interface Event {
        record Heard(BrokerHeartbeatRequest heartbeat, long atMs) implements Event {}

        record ConnectionLost(int brokerId, long atMs) implements Event {}
    }

    private final SessionTimes times;
    private final Supplier<QuorumFacts> quorum;
    private final Time time;
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private BrokerContacts contacts;

    BrokerWatch(SessionTimes times, Supplier<QuorumFacts> quorum, Time time) {
        this.times = times;
        this.quorum = quorum;
        this.time = time;
        this.contacts = new BrokerContacts(times, time.monotonicMillis());
    }

    /**
     * This node has become the active controller and knows of no broker when it was last heard of.
     *
     * @param silentPredecessor the controller before, if it fell silent
     */
    void begin(OptionalInt silentPredecessor) {
        events.clear();
        contacts = new BrokerContacts(times, time.monotonicMillis());
        silentPredecessor.ifPresent(contacts::suspect);
    }

    /** A heartbeat has arrived. Any thread. */
    void heard(BrokerHeartbeatRequest heartbeat) {
        events.add(new Event.Heard(heartbeat, time.monotonicMillis()));
    }

    /** The connection that a broker's heartbeats came on has broken. Any thread. */
    void connectionLost(int brokerId) {
        events.add(new Event.ConnectionLost(brokerId, time.monotonicMillis()));
    }

    /** What the deciders know beside the image, now. */
    Moment moment(ClusterImage image, long nextOffset) {
        takeEvents(image);
        return new Moment(nextOffset, time.monotonicMillis(), contacts, quorum.get());
    }

    /** The broker that is to be fenced first, if one is. */
    OptionalInt stale(ClusterImage image) {
        takeEvents(image);
        return contacts.mostStale(image, time.monotonicMillis());
    }

    private void takeEvents(ClusterImage image) {
        for (Event event = events.poll(); event != null; event = events.poll()) {
            switch (event) {
                case Event.Heard heard -> contacts.heard(image, heard.heartbeat, heard.atMs);
                case Event.ConnectionLost lost -> contacts.connectionLost(lost.brokerId, lost.atMs);
            }
        }
    }

    /**
     * The moment as it is for a request: when this process' own broker registers, no earlier process with its id can be alive,
     * whatever was heard of it, for nobody else has its folders.
     */
    Moment seenBy(ControllerRequest request, Moment moment) {
        return request.requester().isThisProcess() && request.body() instanceof BrokerRegistrationRequest
                ? new Moment(
                        moment.nextOffset(), moment.nowMs(), new BrokerContacts(times, moment.nowMs()), moment.quorum())
                : moment;
    }

    /** Notes what a decision says of brokers. */
    void decided(RequestMessage request, Decision<MetadataRecord, ? extends ResponseMessage> decision, Moment moment) {
        if (request instanceof BrokerRegistrationRequest registration
                && decision.reply() instanceof BrokerRegistrationResponse response
                && response.errorCode() == ErrorCode.NONE.code()) {
            contacts.registered(registration, response.brokerEpoch(), moment.nowMs());
        } else if (request instanceof BrokerHeartbeatRequest heartbeat
                && heartbeat.wantShutDown()
                && !decision.changesNothing()) {
            contacts.handedOver(
                    heartbeat.brokerId(),
                    moment.nextOffset() + decision.records().size() - 1);
        }
    }
}
