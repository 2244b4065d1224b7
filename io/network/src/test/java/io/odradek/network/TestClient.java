package io.odradek.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** A plain socket that speaks in frames. Every wait ends after some seconds. */
final class TestClient implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;
    private static final int NUMBER_BYTES = 4;

    private final Socket socket = new Socket();

    TestClient(int port) {
        try {
            socket.setReceiveBufferSize(64 * 1024);
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A frame that begins with a number, with so many bytes after it. */
    static byte[] frame(int number, int payloadBytes) {
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + NUMBER_BYTES + payloadBytes)
                .putInt(NUMBER_BYTES + payloadBytes)
                .putInt(number);
        for (int i = 0; i < payloadBytes; i++) {
            frame.put((byte) (number + i));
        }
        return frame.array();
    }

    TestClient send(byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestClient sendFrame(int number, int payloadBytes) {
        return send(frame(number, payloadBytes));
    }

    /** The number of the next response. */
    int receive() {
        return receiveFrame().getInt();
    }

    /** The next response without its length. */
    ByteBuffer receiveFrame() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return ByteBuffer.wrap(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes so many bytes and forgets them. */
    void receiveSome(int count) {
        try {
            socket.getInputStream().skipNBytes(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes what comes until the server closes. */
    void receiveToEnd() {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server did not close", e);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    /** Waits for the server to close. */
    void expectClosed() {
        try {
            assertThat(socket.getInputStream().read()).as("end of the stream").isEqualTo(-1);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server did not close", e);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    /** Lets the next reads give up soon. */
    TestClient impatient() {
        try {
            socket.setSoTimeout(200);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks the connection, so that the server gets a reset. */
    void abort() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
