package io.odradek.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.ResponseHeader;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final int CLIENTS = 20;
    private static final int CORRELATION_ID_AT = 4;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, CLIENTS, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void everyClientIsAskedForAndAnswered() throws IOException {
        AtomicInteger answered = new AtomicInteger();
        serve((short) 0, CLIENTS, answered);
        assertThat(Fleet.connect(address(), CLIENTS, Duration.ofMinutes(1))).isPositive();
        assertThat(answered).hasValue(CLIENTS);
    }

    @Test
    void anErrorIsNoAnswer() {
        serve((short) 35, CLIENTS, new AtomicInteger());
        assertThatThrownBy(() -> Fleet.connect(address(), CLIENTS, Duration.ofMinutes(1)))
                .isInstanceOf(BrokerErrorException.class);
    }

    @Test
    void oneThatIsNeverAnsweredFailsTheRun() {
        serve((short) 0, CLIENTS - 1, new AtomicInteger());
        assertThatThrownBy(() -> Fleet.connect(address(), CLIENTS, Duration.ofSeconds(2)))
                .hasMessageMatching("\\d+ of 20 clients were answered in time");
    }

    private InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Answers so many clients, and leaves the others without an answer. */
    private void serve(short error, int clients, AtomicInteger answered) {
        threads.execute(() -> {
            try {
                for (int i = 0; i < clients; i++) {
                    Socket socket = server.accept();
                    threads.execute(() -> answer(socket, error, answered));
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
    }

    private static void answer(Socket socket, short error, AtomicInteger answered) {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int id = ByteBuffer.wrap(in.readNBytes(in.readInt())).getInt(CORRELATION_ID_AT);
            ApiVersionsResponse body = new ApiVersionsResponse().setErrorCode(error);
            ResponseHeader header = new ResponseHeader().setCorrelationId(id);
            short headerVersion = ApiKey.API_VERSIONS.responseHeaderVersion((short) 3);
            int size = header.size(headerVersion) + body.size((short) 3);
            WireWriter out = WireWriter.copying(ByteBuffer.allocate(Integer.BYTES + size));
            out.writeInt(size);
            header.write(out, headerVersion);
            body.write(out, (short) 3);
            // Counted first: the client may be done as soon as it has the bytes.
            answered.incrementAndGet();
            socket.getOutputStream().write(out.written().array(), 0, Integer.BYTES + size);
        } catch (IOException e) {
            // The client has gone away, which its own assertion tells.
        }
    }
}
