package io.odradek.network;

import io.odradek.base.Time;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what peers do wrong. A peer that goes on doing it gets a few lines a minute for each kind, and one that counts what was
 * left out; the peers remembered are bounded.
 *
 * <p>Any thread.
 */
final class PeerComplaints {
    private static final Logger LOG = LoggerFactory.getLogger(PeerComplaints.class);
    private static final long WINDOW_MILLIS = 60_000;
    private static final int LINES_PER_WINDOW = 3;
    private static final int MAX_REMEMBERED = 1_000;

    /** What a complaint is about. */
    enum Kind {
        /** A frame that cannot be one. */
        FRAME,
        /** A request that ends its connection. */
        REQUEST,
        /** A request that does not come to its end. */
        STALLED,
        /** More connections than allowed. */
        TOO_MANY
    }

    private final Time time;
    private final Consumer<String> log;
    private final Map<Key, Window> windows = new LinkedHashMap<>();

    private record Key(InetAddress peer, Kind kind) {}

    private static final class Window {
        private final long begunMillis;
        private long count;

        Window(long begunMillis) {
            this.begunMillis = begunMillis;
        }

        long leftOut() {
            return Math.max(0, count - LINES_PER_WINDOW);
        }
    }

    PeerComplaints(Time time) {
        this(time, LOG::warn);
    }

    /** @param log takes the lines */
    PeerComplaints(Time time, Consumer<String> log) {
        this.time = time;
        this.log = log;
    }

    /** Says why a connection is closed. */
    void about(ConnectionContext connection, Kind kind, String reason) {
        about(connection.remote().getAddress(), kind, "Closing connection " + connection.id() + ": " + reason);
    }

    /** Says something about a peer. */
    void about(InetAddress peer, Kind kind, String line) {
        long earlier = count(new Key(peer, kind));
        if (earlier > 0) {
            log.accept(line + " (" + earlier + " lines like this about " + peer.getHostAddress() + " were left out)");
        } else if (earlier == 0) {
            log.accept(line);
        }
    }

    /** How many were left out before this one, or -1 if this one is to be left out. */
    private synchronized long count(Key key) {
        long now = time.monotonicMillis();
        Window window = windows.get(key);
        long leftOut = 0;
        if (window == null || now - window.begunMillis >= WINDOW_MILLIS) {
            leftOut = window == null ? 0 : window.leftOut();
            window = new Window(now);
            windows.remove(key);
            windows.put(key, window);
            forgetOldest();
        }
        window.count++;
        return window.count <= LINES_PER_WINDOW ? leftOut : -1;
    }

    private void forgetOldest() {
        Iterator<Map.Entry<Key, Window>> oldest = windows.entrySet().iterator();
        while (windows.size() > MAX_REMEMBERED) {
            Map.Entry<Key, Window> entry = oldest.next();
            oldest.remove();
            if (entry.getValue().leftOut() > 0) {
                log.accept(entry.getValue().leftOut() + " lines about "
                        + entry.getKey().peer.getHostAddress() + " were left out (" + entry.getKey().kind + ")");
            }
        }
    }
}
