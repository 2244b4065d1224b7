package io.odradek.network;

import io.odradek.protocol.ApiKey;

/** Why there is no response from another node. Carries no stack trace: it is an event of the network, not of the code. */
public abstract sealed class PeerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private PeerFailure(String message) {
        super(message, null, false, false);
    }

    /** Whether the request may have reached the other node, so that it may have been or may yet be carried out. */
    public abstract boolean mayHaveArrived();

    /** There was no connection; the request was not sent. */
    public static final class NotConnected extends PeerFailure {
        private static final long serialVersionUID = 1L;

        public NotConnected(Peer peer, String reason) {
            super("not connected to " + peer + ": " + reason);
        }

        @Override
        public boolean mayHaveArrived() {
            return false;
        }
    }

    /** The connection broke after the request was sent. */
    public static final class Disconnected extends PeerFailure {
        private static final long serialVersionUID = 1L;

        public Disconnected(Peer peer, String reason) {
            super("the connection to " + peer + " ended: " + reason);
        }

        @Override
        public boolean mayHaveArrived() {
            return true;
        }
    }

    /** The time was up. If the request had been sent, its connection is closed. */
    public static final class TimedOut extends PeerFailure {
        private static final long serialVersionUID = 1L;
        private final boolean sent;

        public TimedOut(Peer peer, ApiKey apiKey, long timeoutMillis, boolean sent) {
            super(peer + " did not answer " + apiKey.apiName() + " within " + timeoutMillis + " ms"
                    + (sent ? "" : "; it could not be sent"));
            this.sent = sent;
        }

        @Override
        public boolean mayHaveArrived() {
            return sent;
        }
    }

    /** The other node serves no version of the API that the request allows. */
    public static final class Unsupported extends PeerFailure {
        private static final long serialVersionUID = 1L;

        public Unsupported(Peer peer, PeerRequest request, String served) {
            super(peer + " serves " + served + " of " + request.apiKey().apiName() + ", the request needs "
                    + request.minVersion() + " to " + request.maxVersion()
                    + "; are the nodes of releases that go together?");
        }

        @Override
        public boolean mayHaveArrived() {
            return false;
        }
    }

    /** More requests are under way to the node than {@link PeerSettings} allow. */
    public static final class TooMany extends PeerFailure {
        private static final long serialVersionUID = 1L;

        public TooMany(Peer peer, int limit) {
            super(limit + " requests are under way to " + peer + "; no more are taken");
        }

        @Override
        public boolean mayHaveArrived() {
            return false;
        }
    }
}
