package io.odradek.broker.controller;

/**
 * On whose behalf the controller is asked. Immutable.
 *
 * @param principalType {@code User} for Kafka's own principals
 * @param principalName {@code ANONYMOUS} without authentication
 * @param host the address that the client came from, without a port; empty for this process
 * @param clientId what the client calls itself, may be empty
 */
public record Requester(String principalType, String principalName, String host, String clientId) {
    /** The type of principals that are users. */
    public static final String USER = "User";

    /** The name of those who were not asked for theirs. */
    public static final String ANONYMOUS = "ANONYMOUS";

    /** A client that was not authenticated. */
    public static Requester anonymous(String host, String clientId) {
        return new Requester(USER, ANONYMOUS, host, clientId);
    }

    /** This node, which asks for itself. */
    public static Requester broker(int nodeId) {
        return new Requester(USER, ANONYMOUS, "", "broker-" + nodeId);
    }

    /** Whether the request was made by this very process, and came over no connection. */
    boolean isThisProcess() {
        return host.isEmpty();
    }
}
