package io.odradek.raft;

/**
 * A node to which requests are sent.
 *
 * @param id of the node; below −1 for a bootstrap server, whose id is not known: −2 is the first of the configuration
 */
public record Destination(int id, String host, int port) {
    private static final int FIRST_BOOTSTRAP_ID = -2;

    /** The bootstrap server at that place of the configuration. */
    public static Destination bootstrap(int index, String host, int port) {
        return new Destination(FIRST_BOOTSTRAP_ID - index, host, port);
    }

    public boolean isBootstrap() {
        return id <= FIRST_BOOTSTRAP_ID;
    }
}
