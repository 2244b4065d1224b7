package io.odradek.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.EncodedFrame;
import io.odradek.protocol.FrameEncoder;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.Splice;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.message.ResponseHeader;
import io.odradek.testkit.OdradekBroker;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * One connection that sends requests in exactly the version asked for. Every response is read by Odradek's class and by
 * Kafka's, and the error messages in it are read as sentences. For one thread.
 */
public final class WireClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private int lastCorrelationId;

    public WireClient(OdradekBroker broker) {
        this("127.0.0.1", broker.port());
    }

    public WireClient(String host, int port) {
        try {
            socket = new Socket();
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks in the newest version of the API. */
    public <R extends ResponseMessage> R ask(RequestMessage request, Class<R> type) {
        return ask(request, request.apiKey().highestStableVersion(), type);
    }

    /** Asks and reads the answer. */
    public <R extends ResponseMessage> R ask(RequestMessage request, int version, Class<R> type) {
        send(request, version);
        return type.cast(receive(request.apiKey(), version));
    }

    /** Sends and does not wait. */
    public void send(RequestMessage request, int version) {
        lastCorrelationId++;
        sendBytes(bytesOf(
                FrameEncoder.request(lastCorrelationId, "test", request, (short) version, ByteBuffer::allocate)));
    }

    /** Sends bytes as they are. */
    public void sendBytes(ByteBuffer bytes) {
        try {
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next response, which must be the one to the last request. */
    public ResponseMessage receive(ApiKey key, int version) {
        return receive(key, version, 0);
    }

    /**
     * The next response.
     *
     * @param behind how many requests were sent after the one that it must answer
     */
    public ResponseMessage receive(ApiKey key, int version, int behind) {
        ByteBuffer frame = receiveFrame();
        KafkaOracle.check(key, (short) version, frame);
        WireReader reader = new WireReader(frame);
        ResponseHeader header = ResponseHeader.read(reader, key.responseHeaderVersion((short) version));
        assertThat(header.correlationId()).as("correlation id").isEqualTo(lastCorrelationId - behind);
        ResponseMessage response = key.readResponse(reader, (short) version);
        assertThat(reader.remaining())
                .as("bytes left over in %s v%d", key, version)
                .isZero();
        ErrorTexts.check(response);
        return response;
    }

    /** The next frame, without its length. */
    public ByteBuffer receiveFrame() {
        try {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return ByteBuffer.wrap(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("no response", e);
        }
    }

    /** Whether the broker sends nothing for some time. */
    public boolean hearsNothingFor(Duration time) {
        try {
            socket.setSoTimeout((int) time.toMillis());
            in.readByte();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            resetTimeout();
        }
    }

    /** Waits until the broker closes the connection; false if it answers instead. */
    public boolean isClosedByTheBroker() {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (EOFException | SocketException e) {
            return true;
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

    private void resetTimeout() {
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The frame with its records in place. */
    public static ByteBuffer bytesOf(EncodedFrame frame) {
        ByteBuffer bytes = ByteBuffer.allocate((int) frame.sizeInBytes());
        ByteBuffer head = frame.head().duplicate();
        int end = head.limit();
        for (Splice splice : frame.splices()) {
            bytes.put(head.limit(splice.headPosition()));
            bytes.put(((MemoryRecords) splice.records()).buffer().duplicate());
            head.limit(end);
        }
        return bytes.put(head).flip();
    }
}
