package io.odradek.broker.group;

import io.odradek.broker.partition.Appended;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.request.Failure;
import io.odradek.coordinator.BatchReader;
import io.odradek.coordinator.CoordinatorLog;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.Records;
import io.odradek.storage.AppendOrigin;
import io.odradek.storage.FileRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A partition of {@code __consumer_offsets} as the log of its coordinator. */
final class GroupPartitionLog implements CoordinatorLog, BatchReader {
    private final Partition partition;
    private final int readBytes;

    /** @param readBytes {@code offsets.load.buffer.size}: bytes read at a time while loading */
    GroupPartitionLog(Partition partition, int readBytes) {
        this.partition = partition;
        this.readBytes = readBytes;
    }

    @Override
    public CompletionStage<Long> append(ByteBuffer batch) {
        Appended appended;
        try {
            appended = partition.append(batch, AppendOrigin.COORDINATOR, true);
        } catch (ApiException e) {
            return CompletableFuture.failedStage(shown(e));
        }
        CompletableFuture<Long> committed = new CompletableFuture<>();
        long end = appended.result().lastOffset() + 1;
        partition.await(appended, true, ack -> {
            switch (ack) {
                case COMMITTED -> committed.complete(end);
                case NOT_ENOUGH_REPLICAS ->
                    committed.completeExceptionally(new ApiException(
                            ErrorCode.COORDINATOR_NOT_AVAILABLE,
                            "The change is on fewer replicas than min.insync.replicas asks for"));
                case NOT_LEADER ->
                    committed.completeExceptionally(new ApiException(
                            ErrorCode.NOT_COORDINATOR, "The coordinator moved before the change was committed"));
                case WAIT -> throw new IllegalStateException("a wait that ends has an outcome");
            }
        });
        return committed;
    }

    /** Clients of groups know only some errors as ones after which they look for the coordinator or try again. */
    private static ApiException shown(ApiException error) {
        ErrorCode code = switch (error.code()) {
            case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR -> ErrorCode.NOT_COORDINATOR;
            case NOT_ENOUGH_REPLICAS -> ErrorCode.COORDINATOR_NOT_AVAILABLE;
            case RECORD_LIST_TOO_LARGE, INVALID_RECORD -> ErrorCode.UNKNOWN_SERVER_ERROR;
            default -> error.code();
        };
        return new ApiException(code, Failure.of(error).message());
    }

    @Override
    public int maxBatchBytes() {
        return partition.settings().rules().maxMessageBytes();
    }

    @Override
    public long startOffset() {
        return partition.log().logStartOffset();
    }

    @Override
    public long endOffset() {
        return partition.log().logEndOffset();
    }

    @Override
    public ByteBuffer read(long offset) throws IOException {
        Records records = partition
                .log()
                .read(offset, readBytes, partition.log().logEndOffset(), true)
                .records();
        return switch (records) {
            case MemoryRecords memory -> memory.buffer();
            case FileRecords file -> {
                try (file) {
                    yield file.readFully();
                }
            }
            default -> throw new IllegalStateException("records of a known kind, not " + records.getClass());
        };
    }
}
