package io.odradek.metadata.controller;

import io.odradek.metadata.config.BrokerConfig;

/**
 * How long a broker may be silent before it is fenced. Times are milliseconds.
 *
 * <p>Immutable; any thread.
 *
 * @param heartbeatMs between two heartbeats of this node's broker
 * @param quickSessionMs for brokers that announce {@link #FEATURE}
 * @param quickSuspicionMs for such a broker when its connection has broken
 * @param sessionMs for other brokers: Apache Kafka's send a heartbeat every 2 s, and reconnect when the next one is due, so that
 *     a broken connection says nothing about them
 */
public record SessionTimes(long heartbeatMs, long quickSessionMs, long quickSuspicionMs, long sessionMs) {
    /**
     * The feature, of levels 0 to 1 and never finalized, by which a broker says at its registration that its heartbeats come
     * every 200 ms. Other controllers keep it and make nothing of it.
     */
    public static final String FEATURE = "odradek.quick.heartbeat";

    private static final long QUICK_HEARTBEAT_MS = 200;
    private static final long QUICK_SESSION_MS = 1_000;
    private static final long SUSPICION_PERCENT = 30;
    private static final long KAFKA_SESSION_MS = 9_000;
    private static final String HEARTBEAT = "broker.heartbeat.interval.ms";
    private static final String SESSION = "broker.session.timeout.ms";

    /**
     * What holds where nothing is configured, or what {@code broker.heartbeat.interval.ms} and {@code broker.session.timeout.ms}
     * say. A session that was configured holds for every broker; a shorter one than Apache Kafka's 9 s fences Kafka's brokers if
     * they keep their interval.
     */
    public static SessionTimes of(BrokerConfig config) {
        long heartbeat = config.isSet(HEARTBEAT) ? config.values().integer(HEARTBEAT) : QUICK_HEARTBEAT_MS;
        boolean own = config.isSet(SESSION);
        long quick = own ? config.values().integer(SESSION) : QUICK_SESSION_MS;
        long slow = own ? config.values().integer(SESSION) : KAFKA_SESSION_MS;
        return new SessionTimes(heartbeat, quick, quick * SUSPICION_PERCENT / 100, slow);
    }

    /** Whether this node's broker announces {@link #FEATURE}: its heartbeats come often enough for a session of one second. */
    public boolean announcesQuickHeartbeats() {
        return heartbeatMs <= QUICK_HEARTBEAT_MS;
    }
}
