package io.odradek.benchmarks.load;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.message.ResponseHeader;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;

/** One request at a time over a socket that blocks, for what is not measured. Not thread-safe. */
public final class BrokerClient implements AutoCloseable {
    private static final int LARGEST_ANSWER = 64 << 20;

    private final Socket socket;
    private final DataInputStream in;
    private final WritableByteChannel out;
    private int nextId;

    private BrokerClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = Channels.newChannel(socket.getOutputStream());
    }

    /** How the body of a response is read. */
    public interface Reader<R> {
        /** Reads it in {@code version}. */
        R read(WireReader in, short version);
    }

    /** Connects; {@code timeout} holds for connecting and for each answer. */
    public static BrokerClient connect(InetSocketAddress address, Duration timeout) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, (int) timeout.toMillis());
            socket.setSoTimeout((int) timeout.toMillis());
            socket.setTcpNoDelay(true);
            return new BrokerClient(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @throws IOException if the connection breaks or the answer does not come in time
     * @throws io.odradek.protocol.MalformedMessageException if the answer cannot be read
     */
    public <R> R call(RequestMessage request, int apiVersion, Reader<R> reader) throws IOException {
        short version = (short) apiVersion;
        ApiKey api = request.apiKey();
        int id = nextId++;
        out.write(Frames.encode(request, version, id));
        int size = in.readInt();
        if (size < Integer.BYTES || size > LARGEST_ANSWER) {
            throw new IOException("an answer of %d bytes: this is no Kafka broker".formatted(size));
        }
        WireReader answer = new WireReader(ByteBuffer.wrap(in.readNBytes(size)));
        ResponseHeader header = ResponseHeader.read(answer, api.responseHeaderVersion(version));
        if (header.correlationId() != id) {
            throw new IOException("answer with correlation id %d, expected %d".formatted(header.correlationId(), id));
        }
        return reader.read(answer, version);
    }

    /**
     * Turns an error code into an exception.
     *
     * @throws BrokerErrorException unless the code says that there was no error
     */
    static void check(short errorCode, String what) throws BrokerErrorException {
        if (errorCode != ErrorCode.NONE.code()) {
            throw new BrokerErrorException(errorCode, what);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
