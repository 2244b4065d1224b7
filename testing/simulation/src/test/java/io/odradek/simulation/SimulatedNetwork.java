package io.odradek.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Streams between simulated processes. As TCP does, a connection delivers in order what it delivers, late or never;
 * connections overtake each other, break, and stand still while the network between two hosts is cut. One thread.
 */
final class SimulatedNetwork {
    private static final long CONNECT_TIMEOUT_MILLIS = 3_000;

    /** Accepts connections at an address. */
    interface Acceptor {
        /** The process that listens. */
        Life life();

        /** What receives the frames of a new connection. */
        Stream.End accept(Stream stream);
    }

    /** The way from one host to another. */
    private record Way(String from, String to) {}

    private final Scheduler scheduler;
    private final Life world = new Life("network");
    private final Map<String, Acceptor> acceptors = new HashMap<>();
    private final Set<Way> cut = new LinkedHashSet<>();
    private final Map<Stream, Boolean> streams = new LinkedHashMap<>();
    private long maxDelayNanos = 300_000;
    private int numbers;

    SimulatedNetwork(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** The life of what happens between hosts. */
    Life world() {
        return world;
    }

    void listen(String hostAndPort, Acceptor acceptor) {
        acceptors.put(hostAndPort, acceptor);
    }

    /** Frames take up to so long from now on. */
    void delayUpTo(long nanos) {
        maxDelayNanos = nanos;
    }

    long delay() {
        return scheduler.between(20_000, maxDelayNanos);
    }

    /** Nothing gets from one host to another, until it is healed. */
    void cut(String from, String to) {
        cut.add(new Way(from, to));
    }

    void heal() {
        cut.clear();
    }

    boolean isCut(String from, String to) {
        return cut.contains(new Way(from, to));
    }

    /** Connects a process to an address; the end hears of success, or of why there is none. */
    void connect(String fromHost, Life from, String host, int port, Stream.ClientEnd client) {
        String address = host + ":" + port;
        if (isCut(fromHost, host) || isCut(host, fromHost)) {
            scheduler.afterMillis(CONNECT_TIMEOUT_MILLIS, from, () -> client.refused("no answer from " + address));
            return;
        }
        scheduler.after(delay(), world, () -> {
            Acceptor acceptor = acceptors.get(address);
            if (acceptor == null || !acceptor.life().isAlive()) {
                scheduler.after(delay(), from, () -> client.refused("nobody listens at " + address));
                return;
            }
            Stream stream = new Stream(
                    this, numbers++, new Stream.Side(fromHost, from), new Stream.Side(host, acceptor.life()));
            streams.put(stream, true);
            stream.open(client, acceptor.accept(stream));
        });
    }

    /** A process has died: its connections break, and its listeners are gone. */
    void died(Life life) {
        acceptors.values().removeIf(acceptor -> acceptor.life() == life);
        for (Stream stream : new ArrayList<>(streams.keySet())) {
            if (stream.belongsTo(life)) {
                stream.close("the other process died");
            }
        }
    }

    /** Breaks connections by chance. */
    void breakSome(int oneIn) {
        List<Stream> open = new ArrayList<>(streams.keySet());
        for (Stream stream : open) {
            if (scheduler.chance(oneIn)) {
                stream.close("it was reset");
            }
        }
    }

    void closed(Stream stream) {
        streams.remove(stream);
    }

    /** For connection ids. */
    int streamCount() {
        return numbers;
    }
}
