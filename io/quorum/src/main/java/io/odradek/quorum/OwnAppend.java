package io.odradek.quorum;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** A batch of this node's controller that is appended and not delivered yet. */
record OwnAppend(long baseOffset, long endOffset, int epoch, ByteBuffer batch, CompletableFuture<Long> future) {}
