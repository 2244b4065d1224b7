package io.odradek.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.odradek.network.PendingExchange.Outcome;
import io.odradek.protocol.EncodedFrame;
import io.odradek.protocol.FrameEncoder;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.Records;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.Splice;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.storage.FileRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes frames to a channel: heads from pooled buffers, large records from the file by sendfile. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells of failed writes and closes through the pipeline
final class FrameWriter {
    private static final Logger LOG = LoggerFactory.getLogger(FrameWriter.class);

    /** Below this, reading into a pooled buffer costs less than a system call of its own. */
    private static final int SENDFILE_MIN_BYTES = 8 * 1024;

    private FrameWriter() {}

    /**
     * Writes without flushing. On the event loop.
     *
     * @throws RuntimeException if it cannot be encoded or its records cannot be read; what it holds is released and the
     *     connection is of no use any more, since a part may have been written
     */
    static void write(ChannelHandlerContext ctx, Outcome.Response response) {
        try {
            write(
                    ctx,
                    allocator -> FrameEncoder.response(
                            response.correlationId(), response.message(), response.version(), allocator));
        } catch (RuntimeException e) {
            release(response.message());
            throw e;
        }
    }

    /**
     * Writes a frame without flushing. On the event loop.
     *
     * @param encoder makes the frame; what it throws is thrown on, and then nothing has been written
     * @throws RuntimeException if records of the frame cannot be read; a part may have been written
     */
    static void write(ChannelHandlerContext ctx, Function<IntFunction<ByteBuffer>, EncodedFrame> encoder) {
        Head head = new Head(ctx);
        try {
            EncodedFrame frame = encoder.apply(head::allocate);
            for (Splice splice : frame.splices()) {
                head.writeUpTo(splice.headPosition());
                writeRecords(ctx, splice.records());
            }
            head.writeRest();
        } finally {
            head.release();
        }
    }

    /** All of a response but its records, written in pieces. */
    private static final class Head {
        private final ChannelHandlerContext ctx;
        private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

        Head(ChannelHandlerContext ctx) {
            this.ctx = ctx;
        }

        ByteBuffer allocate(int size) {
            bytes = ctx.alloc().directBuffer(size, size);
            ByteBuffer target = bytes.nioBuffer(0, size);
            bytes.writerIndex(size);
            return target;
        }

        void writeUpTo(int position) {
            if (position > bytes.readerIndex()) {
                ctx.write(bytes.readRetainedSlice(position - bytes.readerIndex()));
            }
        }

        void writeRest() {
            if (bytes.isReadable()) {
                ctx.write(bytes.readerIndex() == 0 ? bytes.retain() : bytes.readRetainedSlice(bytes.readableBytes()));
            }
        }

        void release() {
            bytes.release();
        }
    }

    /** Releases what a response that will not be sent holds. Any thread. */
    static void release(ResponseMessage response) {
        if (response instanceof FetchResponse fetch) {
            for (FetchResponse.FetchableTopicResponse topic : fetch.responses()) {
                for (FetchResponse.PartitionData partition : topic.partitions()) {
                    if (partition.records() instanceof FileRecords records) {
                        records.close();
                    }
                }
            }
        }
    }

    private static void writeRecords(ChannelHandlerContext ctx, Records records) {
        switch (records) {
            case MemoryRecords memory -> ctx.write(Unpooled.wrappedBuffer(memory.buffer()));
            case FileRecords file -> writeFile(ctx, file);
            default -> throw new IllegalStateException("records of a known kind, not " + records.getClass());
        }
    }

    private static void writeFile(ChannelHandlerContext ctx, FileRecords records) {
        FileChannel channel = records.channel().orElse(null);
        if (channel != null && records.sizeInBytes() >= SENDFILE_MIN_BYTES) {
            ctx.write(new SharedFileRegion(channel, records));
            return;
        }
        ByteBuf copy = ctx.alloc().directBuffer(records.sizeInBytes(), records.sizeInBytes());
        try (records) {
            ByteBuffer target = copy.nioBuffer(0, records.sizeInBytes());
            records.read(target, 0);
            copy.writerIndex(records.sizeInBytes());
            ctx.write(copy);
        } catch (RuntimeException e) {
            copy.release();
            throw e;
        } catch (IOException e) {
            copy.release();
            LOG.error("Records could not be read for a response; the connection is closed", e);
            throw new UncheckedIOException(e);
        }
    }

    /** A range of a segment; its end of life gives back the reference to the segment and leaves the channel open. */
    private static final class SharedFileRegion extends DefaultFileRegion {
        private final FileRecords records;

        SharedFileRegion(FileChannel channel, FileRecords records) {
            super(channel, records.position(), records.sizeInBytes());
            this.records = records;
        }

        @Override
        protected void deallocate() {
            records.close();
        }
    }
}
