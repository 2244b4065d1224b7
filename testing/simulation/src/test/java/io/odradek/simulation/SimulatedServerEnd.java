package io.odradek.simulation;

import io.odradek.network.ConnectionContext;
import io.odradek.network.Exchange;
import io.odradek.network.RequestProcessor;
import io.odradek.protocol.FrameEncoder;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.storage.FileRecords;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A node's end of a connection: requests in, responses out in the order of the requests. One thread. */
final class SimulatedServerEnd implements Stream.End {
    private final Stream stream;
    private final RequestProcessor processor;
    private final Scheduler scheduler;
    private final Life life;
    private final ConnectionContext context;
    private final ArrayDeque<Pending> line = new ArrayDeque<>();
    private boolean closed;

    SimulatedServerEnd(
            Stream stream, RequestProcessor processor, Scheduler scheduler, Life life, String listener, int port) {
        this.stream = stream;
        this.processor = processor;
        this.scheduler = scheduler;
        this.life = life;
        this.context = new ConnectionContext("simulated-" + stream.number(), listener, address(port), address(40_000));
    }

    private static InetSocketAddress address(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void received(ByteBuffer frame) {
        if (closed) {
            return;
        }
        Pending exchange = new Pending(frame);
        line.add(exchange);
        processor.process(exchange);
    }

    @Override
    public void closed(String reason) {
        if (!closed) {
            closed = true;
            line.forEach(Pending::drop);
            line.clear();
            processor.closed(context);
        }
    }

    private void send() {
        Pending head;
        while ((head = line.peek()) != null && head.way != null) {
            line.remove();
            head.way.run();
        }
    }

    private static void release(ResponseMessage response) {
        if (response instanceof FetchResponse fetch) {
            fetch.responses()
                    .forEach(topic -> topic.partitions().forEach(partition -> {
                        if (partition.records() instanceof FileRecords records) {
                            records.close();
                        }
                    }));
        }
    }

    private final class Pending implements Exchange {
        private final ByteBuffer request;
        private final long receivedNanos = scheduler.nowNanos();
        private @Nullable Runnable way;
        private boolean ended;

        Pending(ByteBuffer request) {
            this.request = request;
        }

        @Override
        public ConnectionContext connection() {
            return context;
        }

        @Override
        public ByteBuffer request() {
            return request;
        }

        @Override
        public void releaseRequest() {
            // The garbage collector does.
        }

        @Override
        public void respond(int correlationId, ResponseMessage response, short version) {
            if (ended || closed) {
                release(response);
                return;
            }
            end(() -> {
                try {
                    stream.sendToClient(Frames.bytes(
                            FrameEncoder.response(correlationId, response, version, ByteBuffer::allocate)));
                } catch (IOException e) {
                    stream.close("a response could not be read from the disk");
                }
            });
        }

        @Override
        public void respondNothing() {
            end(() -> {});
        }

        @Override
        public void disconnect(String reason) {
            end(() -> stream.close(reason));
        }

        @Override
        public void execute(Runnable task) {
            scheduler.after(scheduler.between(1_000, 20_000), life, task);
        }

        @Override
        public long receivedNanos() {
            return receivedNanos;
        }

        private void end(Runnable chosen) {
            if (!ended) {
                ended = true;
                way = chosen;
                if (!closed) {
                    send();
                }
            }
        }

        void drop() {
            ended = true;
        }
    }
}
