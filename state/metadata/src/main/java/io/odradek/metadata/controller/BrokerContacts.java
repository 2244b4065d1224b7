package io.odradek.metadata.controller;

import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.message.BrokerHeartbeatRequest;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When the active controller last heard of each broker. It is not replicated: a new active controller begins with an empty one,
 * takes unfenced brokers as just seen and fenced ones as never seen (KAFKA-13841, KAFKA-19130).
 *
 * <p>Times are milliseconds of a clock that never goes backwards. One thread at a time, without clock or timer of its own.
 */
public final class BrokerContacts {
    /** The host is expected to call {@link #mostStale} at least this often while there are brokers. */
    public static final long LOOK_INTERVAL_MS = 100;

    /** A gap between two looks above which the controller itself stood still, and no broker is to blame. */
    private static final long STALL_MS = 5 * LOOK_INTERVAL_MS;

    private static final long UNKNOWN_OFFSET = -1;

    /** One registration of one broker. */
    private static final class Contact {
        private final long epoch;
        private final boolean quick;
        private long seenMs;
        private long deadlineMs;
        private long metadataOffset = UNKNOWN_OFFSET;
        private long handoverOffset = UNKNOWN_OFFSET;

        Contact(long epoch, boolean quick) {
            this.epoch = epoch;
            this.quick = quick;
        }
    }

    private final SessionTimes times;
    private final SortedMap<Integer, Contact> contacts = new TreeMap<>();
    private OptionalInt suspect = OptionalInt.empty();
    private long lastLookMs;

    /** @param nowMs when this controller became active */
    public BrokerContacts(SessionTimes times, long nowMs) {
        this.times = times;
        this.lastLookMs = nowMs;
    }

    /**
     * A node was the controller before and has fallen silent: its broker is not taken as just seen. To be called before anything
     * else.
     */
    public void suspect(int brokerId) {
        suspect = OptionalInt.of(brokerId);
    }

    /**
     * A heartbeat has arrived. To be called before it waits for its turn, so that a busy controller fences nobody.
     *
     * @param image the newest committed one; a heartbeat of another registration than it has is passed over
     */
    public void heard(ClusterImage image, BrokerHeartbeatRequest heartbeat, long nowMs) {
        image.nodes()
                .broker(heartbeat.brokerId())
                .filter(broker -> broker.epoch() == heartbeat.brokerEpoch())
                .ifPresent(broker -> {
                    Contact contact = seen(broker.id(), broker.epoch(), quick(broker), nowMs);
                    contact.metadataOffset = Math.max(contact.metadataOffset, heartbeat.currentMetadataOffset());
                });
    }

    /** A broker was registered: its session begins. To be called with what was answered, once it is appended. */
    public void registered(BrokerRegistrationRequest request, long brokerEpoch, long nowMs) {
        boolean quick = request.features().stream().anyMatch(each -> each.name().equals(SessionTimes.FEATURE));
        seen(request.brokerId(), brokerEpoch, quick, nowMs);
    }

    /** The connection on which a broker's heartbeats come has broken: it is heard of again soon, or is gone. */
    public void connectionLost(int brokerId, long nowMs) {
        Contact contact = contacts.get(brokerId);
        if (contact != null && contact.quick) {
            contact.deadlineMs = Math.min(contact.deadlineMs, nowMs + times.quickSuspicionMs());
        }
    }

    /** A broker that is stopping has been relieved of leaderships by records up to this offset. */
    public void handedOver(int brokerId, long offset) {
        Contact contact = contacts.get(brokerId);
        if (contact != null) {
            contact.handoverOffset = Math.max(contact.handoverOffset, offset);
        }
    }

    /** Whether a registered broker, fenced or not, has been heard of within its session. */
    public boolean hasSession(BrokerImage broker, long nowMs) {
        Contact contact = contacts.get(broker.id());
        return contact != null && contact.epoch == broker.epoch() && nowMs < contact.deadlineMs;
    }

    /** Milliseconds since a broker was heard of; 0 if it never was. */
    public long silenceMs(int brokerId, long nowMs) {
        Contact contact = contacts.get(brokerId);
        return contact == null ? 0 : nowMs - contact.seenMs;
    }

    /** Milliseconds until a broker's session ends if nothing is heard of it; 0 if it has none. */
    public long remainingMs(int brokerId, long nowMs) {
        Contact contact = contacts.get(brokerId);
        return contact == null ? 0 : Math.max(0, contact.deadlineMs - nowMs);
    }

    /**
     * The unfenced broker whose session ended first, if any did. It is to be fenced, and then this is to be asked again with the
     * image that came of it (KAFKA-13173). If the controller stood still since the last look, every session is longer by that, up
     * to a whole one from now.
     */
    public OptionalInt mostStale(ClusterImage image, long nowMs) {
        look(image, nowMs);
        OptionalInt stale = OptionalInt.empty();
        long earliest = Long.MAX_VALUE;
        for (BrokerImage broker : image.nodes().brokers().values()) {
            Contact contact = contacts.get(broker.id());
            if (!broker.fenced() && contact != null && contact.deadlineMs <= nowMs && contact.deadlineMs < earliest) {
                earliest = contact.deadlineMs;
                stale = OptionalInt.of(broker.id());
            }
        }
        return stale;
    }

    /** Whether all brokers that may lead have the metadata up to the records that relieved a stopping broker. */
    boolean handoverSeenByAll(ClusterImage image, int brokerId) {
        Contact stopping = contacts.get(brokerId);
        long needed = stopping == null ? UNKNOWN_OFFSET : stopping.handoverOffset;
        return image.nodes().brokers().values().stream()
                .filter(broker -> broker.active() && broker.id() != brokerId)
                .allMatch(broker -> offset(broker) >= needed);
    }

    private long offset(BrokerImage broker) {
        Contact contact = contacts.get(broker.id());
        return contact == null || contact.epoch != broker.epoch() ? UNKNOWN_OFFSET : contact.metadataOffset;
    }

    private void look(ClusterImage image, long nowMs) {
        long gap = nowMs - lastLookMs;
        if (gap > STALL_MS) {
            contacts.values()
                    .forEach(contact ->
                            contact.deadlineMs = Math.min(contact.deadlineMs + gap, nowMs + session(contact)));
        }
        lastLookMs = nowMs;
        contacts.keySet().removeIf(id -> image.nodes().broker(id).isEmpty());
        for (BrokerImage broker : image.nodes().brokers().values()) {
            Contact contact = contacts.get(broker.id());
            if (!broker.fenced() && (contact == null || contact.epoch < broker.epoch())) {
                seen(broker.id(), broker.epoch(), quick(broker), nowMs);
                if (suspect.equals(OptionalInt.of(broker.id()))) {
                    connectionLost(broker.id(), nowMs);
                }
            }
        }
        suspect = OptionalInt.empty();
    }

    private Contact seen(int brokerId, long epoch, boolean quick, long nowMs) {
        Contact contact = contacts.get(brokerId);
        if (contact == null || contact.epoch != epoch) {
            contact = new Contact(epoch, quick);
            contacts.put(brokerId, contact);
        }
        contact.seenMs = nowMs;
        contact.deadlineMs = nowMs + session(contact);
        return contact;
    }

    private long session(Contact contact) {
        return contact.quick ? times.quickSessionMs() : times.sessionMs();
    }

    private static boolean quick(BrokerImage broker) {
        return broker.features().containsKey(SessionTimes.FEATURE);
    }
}
