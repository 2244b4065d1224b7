package io.odradek.benchmarks.load;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.message.ApiVersionsRequest;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.ResponseHeader;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many clients that connect at the same moment, as when a large fleet is restarted: each asks for the versions of the API, as
 * every client does first, and stays connected. One thread serves them all.
 */
public final class Fleet {
    private static final short VERSION = 3;
    private static final int LARGEST_ANSWER = 1 << 20;

    private final List<SocketChannel> channels = new ArrayList<>();
    private final InetSocketAddress address;

    private Fleet(InetSocketAddress address) {
        this.address = address;
    }

    /**
     * Connects them all, waits until the last is answered, and disconnects them.
     *
     * @return seconds from the first connection attempt to the last answer
     * @throws IOException if a connection is refused or breaks, an answer is an error, or not all are answered within
     *     {@code limit}
     */
    public static double connect(InetSocketAddress address, int clients, Duration limit) throws IOException {
        Fleet fleet = new Fleet(address);
        try (Selector selector = Selector.open()) {
            long begin = System.nanoTime();
            for (int i = 0; i < clients; i++) {
                fleet.begin(selector, i);
            }
            answerAll(selector, clients, begin + limit.toNanos());
            return (System.nanoTime() - begin) / 1e9;
        } finally {
            for (SocketChannel channel : fleet.channels) {
                channel.close();
            }
        }
    }

    private void begin(Selector selector, int id) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channels.add(channel);
        channel.configureBlocking(false);
        Client client = new Client(id);
        if (channel.connect(address)) {
            client.ask(channel);
            channel.register(selector, SelectionKey.OP_READ, client);
        } else {
            channel.register(selector, SelectionKey.OP_CONNECT, client);
        }
    }

    private static void answerAll(Selector selector, int clients, long deadline) throws IOException {
        int answered = 0;
        while (answered < clients) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new IOException("%d of %d clients were answered in time".formatted(answered, clients));
            }
            selector.select(leftMs);
            for (SelectionKey key : selector.selectedKeys()) {
                SocketChannel channel = (SocketChannel) key.channel();
                Client client = (Client) key.attachment();
                if (key.isConnectable()) {
                    channel.finishConnect();
                    client.ask(channel);
                    key.interestOps(SelectionKey.OP_READ);
                } else if (client.isAnswered(channel)) {
                    answered++;
                    key.cancel();
                }
            }
            selector.selectedKeys().clear();
        }
    }

    /** One of them. */
    private static final class Client {
        private final int id;
        private ByteBuffer answer = ByteBuffer.allocate(Integer.BYTES);
        private boolean sized;

        Client(int id) {
            this.id = id;
        }

        /** A new connection takes so small a request whole. */
        void ask(SocketChannel channel) throws IOException {
            ApiVersionsRequest request = new ApiVersionsRequest()
                    .setClientSoftwareName("odradek-benchmarks")
                    .setClientSoftwareVersion("1");
            ByteBuffer frame = Frames.encode(request, VERSION, id);
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        }

        boolean isAnswered(SocketChannel channel) throws IOException {
            if (channel.read(answer) < 0) {
                throw new EOFException("the broker closed connection " + id + " without an answer");
            }
            if (!sized && !answer.hasRemaining()) {
                int size = answer.getInt(0);
                if (size < Integer.BYTES || size > LARGEST_ANSWER) {
                    throw new IOException("an answer of %d bytes: this is no Kafka broker".formatted(size));
                }
                sized = true;
                answer = ByteBuffer.allocate(size);
                channel.read(answer);
            }
            if (!sized || answer.hasRemaining()) {
                return false;
            }
            check();
            return true;
        }

        private void check() throws IOException {
            WireReader in = new WireReader(answer.flip());
            ResponseHeader header = ResponseHeader.read(in, ApiKey.API_VERSIONS.responseHeaderVersion(VERSION));
            if (header.correlationId() != id) {
                throw new IOException(
                        "answer with correlation id %d, expected %d".formatted(header.correlationId(), id));
            }
            BrokerClient.check(ApiVersionsResponse.read(in, VERSION).errorCode(), "asking for the versions");
        }
    }
}
