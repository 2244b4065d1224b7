package io.odradek.protocol;

/** The kinds of listener that serve requests. */
public enum ApiListener {
    /** A listener for clients and for other brokers. */
    BROKER,
    /** A listener for the controller quorum and the brokers registered with it. */
    CONTROLLER
}
