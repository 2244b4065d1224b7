package io.odradek.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadLoopTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    /** Answers each frame with its own payload; a negative count means for ever. */
    private void answer(int requests, int idOffset) {
        threads.execute(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    threads.execute(() -> serve(socket, requests, idOffset));
                }
            } catch (IOException closed) {
                assertThat(server.isClosed()).isTrue();
            }
        });
    }

    private static void serve(Socket socket, int requests, int idOffset) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            for (int i = 0; i != requests; i++) {
                byte[] frame = in.readNBytes(in.readInt());
                out.writeInt(frame.length - Integer.BYTES);
                out.writeInt(ByteBuffer.wrap(frame).getInt(Integer.BYTES) + idOffset);
                out.write(frame, 2 * Integer.BYTES, frame.length - 2 * Integer.BYTES);
            }
        } catch (EOFException clientIsDone) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /** Sends one frame a number of times and notes how many bytes come back. */
    private static final class Counting implements Exchange {
        private final ByteBuffer frame;
        private int unsent;
        private final List<Integer> answers = new ArrayList<>();

        Counting(int requests, int payload) {
            unsent = requests;
            frame = ByteBuffer.allocate(3 * Integer.BYTES + payload);
            frame.putInt(0, frame.capacity() - Integer.BYTES);
        }

        @Override
        public Optional<ByteBuffer> nextRequest() {
            return unsent-- > 0 ? Optional.of(frame) : Optional.empty();
        }

        @Override
        public void answered(ByteBuffer answer) {
            answers.add(answer.remaining());
        }
    }

    @Test
    void everyRequestOfEveryConnectionIsAnsweredAndTimed() throws IOException {
        answer(-1, 0);
        List<Counting> exchanges = List.of(new Counting(100, 10), new Counting(50, 300_000), new Counting(0, 10));

        LoadLoop.Outcome outcome = LoadLoop.run(address(), exchanges, 5, LIMIT);

        assertThat(exchanges.get(0).answers).hasSize(100).containsOnly(10 + Integer.BYTES);
        assertThat(exchanges.get(1).answers).hasSize(50).containsOnly(300_000 + Integer.BYTES);
        assertThat(exchanges.get(2).answers).isEmpty();
        assertThat(outcome.latencies().count()).isEqualTo(150);
        assertThat(outcome.seconds()).isPositive();
    }

    @Test
    void aClosedConnectionFailsTheLoad() {
        answer(3, 0);

        assertThatThrownBy(() -> LoadLoop.run(address(), List.of(new Counting(10, 10)), 1, LIMIT))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerOutOfOrderFailsTheLoad() {
        answer(-1, 1);

        assertThatThrownBy(() -> LoadLoop.run(address(), List.of(new Counting(1, 10)), 1, LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("correlation id 1, expected 0");
    }

    @Test
    void aBrokerThatNeverAnswersFailsTheLoadInTime() {
        assertThatThrownBy(() -> LoadLoop.run(address(), List.of(new Counting(1, 10)), 1, Duration.ofMillis(200)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not done in time");
    }
}
