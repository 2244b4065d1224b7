package io.odradek.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.netty.channel.MessageSizeEstimator;

/** Counts what waits to be sent, regions of files included: a client that does not read is held back by them as well. */
final class UnsentBytes implements MessageSizeEstimator.Handle {
    static final MessageSizeEstimator ESTIMATOR = UnsentBytes::new;

    private UnsentBytes() {}

    @Override
    public int size(Object message) {
        return switch (message) {
            case ByteBuf bytes -> bytes.readableBytes();
            case FileRegion region -> (int) Math.min(region.count(), Integer.MAX_VALUE);
            default -> 0;
        };
    }
}
