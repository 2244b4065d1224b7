package io.odradek.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Turns the byte stream of one connection into frames without copying the large ones: it hands the transport the very
 * buffer that the bytes belong into. Small frames are slices of a staging buffer, so that one read takes many of them;
 * a frame that does not fit gets a buffer of its own, into which the next reads go. Memory is asked for in steps, each after
 * what was granted before has arrived.
 *
 * <p>Confined to the event loop of its connection.
 */
final class FrameAssembler extends DefaultMaxMessagesRecvByteBufAllocator {
    private static final int LENGTH_BYTES = 4;
    private static final int STAGING_BYTES = 4096;

    /** A frame's buffer starts at this size at the most, whatever length is claimed. */
    static final int FIRST_STEP_BYTES = 64 * 1024;

    /** What it grows to when so much has arrived, which is most requests whole. */
    private static final int SECOND_STEP_BYTES = 1024 * 1024;

    private static final int GROWTH = 4;

    /** What the bytes so far amount to. */
    sealed interface Step {
        /** More bytes are needed. */
        record NeedMore() implements Step {}

        /** A frame begins; {@link #grant} must be called before it is assembled. */
        record Begins(int size, int firstBytes) implements Step {}

        /** The frame has used what it was granted, and is assembled further after a {@link #grant}. */
        record Grows(int moreBytes) implements Step {}

        /** A whole frame, without its length; the receiver releases it. */
        record Frame(ByteBuf bytes) implements Step {}

        /** The claimed length is not one of a request. */
        record BadLength(int size) implements Step {}
    }

    private static final Step NEED_MORE = new Step.NeedMore();
    private static final int NONE = -1;

    private final ByteBufAllocator allocator;
    private final int maxFrameBytes;
    private @Nullable ByteBuf staging;
    private @Nullable ByteBuf frame;
    private int size = NONE;
    private int granted;
    private boolean awaitsGrant;
    private long arrived;

    FrameAssembler(ByteBufAllocator allocator, int maxFrameBytes) {
        this.allocator = allocator;
        this.maxFrameBytes = maxFrameBytes;
    }

    @Override
    @SuppressWarnings("deprecation") // the interface that the transports still ask through
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public ByteBuf allocate(ByteBufAllocator ignored) {
                return target().retain();
            }

            @Override
            public int guess() {
                return target().writableBytes();
            }
        };
    }

    /** Takes bytes that did not come through {@link #newHandle()}, as from a TLS handler; releases them. */
    @SuppressWarnings("ReferenceEquality") // the very buffers that were handed out
    void accept(ByteBuf bytes) {
        try {
            arrived += bytes.readableBytes();
            if (bytes != staging && bytes != frame) {
                copyIn(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    /** Says what comes next. To be called until it answers {@link Step.NeedMore}. */
    Step next() {
        if (size == NONE) {
            ByteBuf held = staging;
            if (held == null || held.readableBytes() < LENGTH_BYTES) {
                return NEED_MORE;
            }
            int claimed = held.getInt(held.readerIndex());
            if (claimed < 1 || claimed > maxFrameBytes) {
                return new Step.BadLength(claimed);
            }
            held.skipBytes(LENGTH_BYTES);
            size = claimed;
            awaitsGrant = true;
            return new Step.Begins(claimed, Math.min(claimed, FIRST_STEP_BYTES));
        }
        return awaitsGrant ? NEED_MORE : assemble();
    }

    /** Allows the frame under way to take so much more memory. */
    void grant(int bytes) {
        granted += bytes;
        awaitsGrant = false;
    }

    /** Bytes that have arrived since the beginning of the connection. */
    long arrived() {
        return arrived;
    }

    void close() {
        if (staging != null) {
            staging.release();
            staging = null;
        }
        if (frame != null) {
            frame.release();
            frame = null;
        }
    }

    private Step assemble() {
        ByteBuf own = frame;
        if (own == null) {
            ByteBuf held = staging;
            if (held != null && held.readableBytes() >= size) {
                return granted < size ? grows(size) : finished(held.readRetainedSlice(size));
            }
            if (held != null && held.readableBytes() > granted) {
                return grows(step(held.readableBytes()));
            }
            own = allocator.directBuffer(granted, size);
            if (held != null) {
                own.writeBytes(held);
            }
            frame = own;
        }
        if (own.readableBytes() == size && granted == size) {
            frame = null;
            return finished(own);
        }
        if (own.readableBytes() >= granted) {
            return grows(step(own.readableBytes()));
        }
        if (own.capacity() < granted) {
            own.capacity(granted);
        }
        return NEED_MORE;
    }

    /** What a buffer that holds so much grows to. */
    private int step(int held) {
        return held < SECOND_STEP_BYTES
                ? Math.min(size, SECOND_STEP_BYTES)
                : (int) Math.min(size, (long) held * GROWTH);
    }

    private Step grows(int capacity) {
        awaitsGrant = true;
        return new Step.Grows(capacity - granted);
    }

    private Step finished(ByteBuf bytes) {
        size = NONE;
        granted = 0;
        return new Step.Frame(bytes);
    }

    /** Where the transport reads into: the frame under way, or the staging buffer with room for a length at least. */
    private ByteBuf target() {
        if (frame != null) {
            return frame;
        }
        ByteBuf held = staging;
        if (held == null) {
            held = allocator.directBuffer(STAGING_BYTES, STAGING_BYTES);
        } else if (!held.isReadable() && held.refCnt() == 1) {
            held.clear();
        } else if (held.writableBytes() < STAGING_BYTES / 2) {
            ByteBuf fresh = allocator.directBuffer(STAGING_BYTES + held.readableBytes());
            fresh.writeBytes(held);
            held.release();
            held = fresh;
        }
        staging = held;
        return held;
    }

    private void copyIn(ByteBuf bytes) {
        while (bytes.isReadable()) {
            ByteBuf target = target();
            int count = Math.min(bytes.readableBytes(), target.writableBytes());
            if (count == 0) {
                target.ensureWritable(bytes.readableBytes());
                continue;
            }
            target.writeBytes(bytes, count);
        }
    }
}
