package io.odradek.network;

/** What serves requests. Called on the event loop of the connection; must not block. */
public interface RequestProcessor {
    /**
     * Takes over one request. Exactly one of the exchange's ways out must be taken, now or later, on any thread.
     * Requests of one connection arrive in order; their responses are sent in that order whenever they are given.
     */
    void process(Exchange exchange);

    /** The connection is gone; responses to it are dropped from now on. */
    void closed(ConnectionContext connection);
}
