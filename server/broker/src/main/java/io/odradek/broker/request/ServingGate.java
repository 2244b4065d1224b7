package io.odradek.broker.request;

import io.odradek.network.ConnectionContext;
import io.odradek.network.Exchange;
import io.odradek.network.RequestProcessor;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * Lets clients connect while the broker is not let into its cluster yet, and keeps what they ask until it is: each connection's
 * requests go on in their order. How much may wait is bounded by the memory for requests.
 *
 * <p>Any thread.
 */
public final class ServingGate implements RequestProcessor {
    private final RequestProcessor behind;
    private final Predicate<String> isOpenAlways;
    private final Object lock = new Object();
    private final Queue<Exchange> waiting = new ArrayDeque<>();
    private final Map<String, Integer> behindOthers = new HashMap<>();
    private boolean open;
    private volatile boolean passed;

    /** @param isOpenAlways names of the listeners that are served from the start, as those of controllers are */
    public ServingGate(RequestProcessor behind, Predicate<String> isOpenAlways) {
        this.behind = behind;
        this.isOpenAlways = isOpenAlways;
    }

    /** Everybody is served from now on. */
    public void open() {
        synchronized (lock) {
            open = true;
            waiting.forEach(exchange -> exchange.execute(() -> pass(exchange)));
            waiting.clear();
            passed = behindOthers.isEmpty();
        }
    }

    @Override
    public void process(Exchange exchange) {
        if (passed || isOpenAlways.test(exchange.connection().listenerName()) || !waits(exchange)) {
            behind.process(exchange);
        }
    }

    /** Also once the gate is open, nothing overtakes what is still on its way through it on the same connection. */
    private boolean waits(Exchange exchange) {
        String connection = exchange.connection().id();
        synchronized (lock) {
            if (open && !behindOthers.containsKey(connection)) {
                return false;
            }
            behindOthers.merge(connection, 1, Integer::sum);
            if (open) {
                exchange.execute(() -> pass(exchange));
            } else {
                waiting.add(exchange);
            }
            return true;
        }
    }

    private void pass(Exchange exchange) {
        behind.process(exchange);
        synchronized (lock) {
            behindOthers.computeIfPresent(exchange.connection().id(), (_, count) -> count == 1 ? null : count - 1);
            passed = open && behindOthers.isEmpty();
        }
    }

    @Override
    public void closed(ConnectionContext connection) {
        behind.closed(connection);
    }
}
