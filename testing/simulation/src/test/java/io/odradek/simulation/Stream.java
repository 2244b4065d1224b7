package io.odradek.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One simulated connection: frames in order in both directions, until it breaks. One thread. */
final class Stream {
    private static final long STALL_NANOS = 20_000_000;

    /** What receives at one end. */
    interface End {
        /** A frame without its length. */
        void received(ByteBuffer frame);

        void closed(String reason);
    }

    /** The end that connects. */
    interface ClientEnd extends End {
        void connected(Stream stream);

        void refused(String reason);
    }

    /** A host and the process on it. */
    record Side(String host, Life life) {}

    private final SimulatedNetwork network;
    private final int number;
    private final Way toServer;
    private final Way toClient;
    private boolean closed;

    Stream(SimulatedNetwork network, int number, Side client, Side server) {
        this.network = network;
        this.number = number;
        this.toServer = new Way(client, server);
        this.toClient = new Way(server, client);
    }

    int number() {
        return number;
    }

    String clientHost() {
        return toServer.from.host;
    }

    void open(ClientEnd client, End server) {
        toServer.end = server;
        toClient.end = client;
        toClient.deliver(() -> client.connected(this), 0);
    }

    boolean belongsTo(Life life) {
        return toServer.from.life == life || toServer.to.life == life;
    }

    void sendToServer(ByteBuffer frame) {
        toServer.send(frame);
    }

    void sendToClient(ByteBuffer frame) {
        toClient.send(frame);
    }

    /** Breaks it: what is under way is lost, and both ends hear of it unless their process is gone or cut off. */
    void close(String reason) {
        if (closed) {
            return;
        }
        closed = true;
        network.closed(this);
        toServer.hangUp(reason);
        toClient.hangUp(reason);
    }

    /** One direction. */
    private final class Way {
        private final Side from;
        private final Side to;
        private final ArrayDeque<Runnable> underWay = new ArrayDeque<>();
        private @Nullable End end;
        private long lastDue;

        Way(Side from, Side to) {
            this.from = from;
            this.to = to;
        }

        void send(ByteBuffer frame) {
            if (!closed) {
                long checksum = Frames.checksum(frame);
                deliver(() -> receiver().received(frame), checksum);
            }
        }

        void deliver(Runnable arrival, long checksum) {
            Scheduler scheduler = network.scheduler();
            scheduler.trace().mix(checksum);
            underWay.add(arrival);
            lastDue = Math.max(lastDue, scheduler.nowNanos() + network.delay());
            scheduler.after(lastDue - scheduler.nowNanos(), network.world(), this::next);
        }

        private void next() {
            Runnable arrival = underWay.peek();
            if (closed || arrival == null) {
                return;
            }
            if (network.isCut(from.host, to.host)) {
                network.scheduler().after(STALL_NANOS, network.world(), this::next);
                return;
            }
            underWay.remove();
            to.life.run(arrival);
        }

        void hangUp(String reason) {
            underWay.clear();
            network.scheduler().after(network.delay(), to.life, () -> receiver().closed(reason));
        }

        private End receiver() {
            if (end == null) {
                throw new IllegalStateException("a stream has both its ends before anything is sent");
            }
            return end;
        }
    }
}
