package io.odradek.broker.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.ManualExecutor;
import io.odradek.network.ConnectionContext;
import io.odradek.network.Exchange;
import io.odradek.network.RequestProcessor;
import io.odradek.protocol.ResponseMessage;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServingGateTest {
    private final List<String> processed = new ArrayList<>();
    private final ManualExecutor loop = new ManualExecutor();
    private final RequestProcessor behind = new RequestProcessor() {
        @Override
        public void process(Exchange exchange) {
            processed.add(((Named) exchange).name);
        }

        @Override
        public void closed(ConnectionContext connection) {
            processed.add("closed " + connection.id());
        }
    };
    private final ServingGate gate = new ServingGate(behind, "CONTROLLER"::equals);

    private Exchange request(String name, String listener, String connection) {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere", 1);
        return new Named(name, new ConnectionContext(connection, listener, nowhere, nowhere), loop);
    }

    @Test
    void clientsWaitUntilTheGateOpensAndGoOnInTheirOrder() {
        gate.process(request("a1", "PLAINTEXT", "a"));
        gate.process(request("b1", "PLAINTEXT", "b"));
        gate.process(request("a2", "PLAINTEXT", "a"));
        assertThat(processed).isEmpty();
        gate.open();
        loop.runAll();
        assertThat(processed).containsExactly("a1", "b1", "a2");
    }

    @Test
    void whatComesWhenTheGateHasJustOpenedDoesNotOvertakeItsOwnConnection() {
        gate.process(request("a1", "PLAINTEXT", "a"));
        gate.open();
        gate.process(request("a2", "PLAINTEXT", "a"));
        gate.process(request("b1", "PLAINTEXT", "b"));
        assertThat(processed).containsExactly("b1");
        loop.runAll();
        assertThat(processed).containsExactly("b1", "a1", "a2");
        gate.process(request("a3", "PLAINTEXT", "a"));
        assertThat(processed).endsWith("a3");
    }

    @Test
    void controllersAreServedFromTheStart() {
        gate.process(request("vote", "CONTROLLER", "c"));
        assertThat(processed).containsExactly("vote");
    }

    @Test
    void theEndOfAConnectionIsHeardOfAtOnce() {
        Exchange first = request("a1", "PLAINTEXT", "a");
        gate.process(first);
        gate.closed(first.connection());
        assertThat(processed).containsExactly("closed a");
    }

    private record Named(String name, ConnectionContext connection, ManualExecutor loop) implements Exchange {
        @Override
        public ByteBuffer request() {
            return ByteBuffer.allocate(0);
        }

        @Override
        public void releaseRequest() {}

        @Override
        public void respond(int correlationId, ResponseMessage response, short version) {}

        @Override
        public void respondNothing() {}

        @Override
        public void disconnect(String reason) {}

        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public long receivedNanos() {
            return 0;
        }
    }
}
