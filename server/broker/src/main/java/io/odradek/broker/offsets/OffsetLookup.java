package io.odradek.broker.offsets;

import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionAccess;
import io.odradek.broker.request.Failure;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.odradek.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.odradek.storage.TimestampAndOffset;
import java.io.IOException;
import java.util.Optional;

/** Finds one offset for ListOffsets. May read from disk. */
final class OffsetLookup {
    private static final long LATEST = -1L;
    private static final long EARLIEST = -2L;
    private static final long MAX_TIMESTAMP = -3L;
    private static final long EARLIEST_LOCAL = -4L;
    private static final long LATEST_TIERED = -5L;
    private static final long EARLIEST_PENDING_UPLOAD = -6L;
    private static final long UNKNOWN = -1L;
    private static final short LEADER_EPOCH_SINCE = 4;
    private static final short OFFSET_NOT_AVAILABLE_SINCE = 5;

    private final PartitionAccess partitions;
    private final boolean readCommitted;
    private final boolean replica;
    private final short version;

    /**
     * @param replica whether another broker's replica asks
     * @param version of the request, which decides on the special timestamps there are
     */
    OffsetLookup(PartitionAccess partitions, boolean readCommitted, boolean replica, short version) {
        this.partitions = partitions;
        this.readCommitted = readCommitted;
        this.replica = replica;
        this.version = version;
    }

    static boolean isInMemory(long timestamp) {
        return timestamp < 0 && timestamp != MAX_TIMESTAMP;
    }

    ListOffsetsPartitionResponse find(String topic, ListOffsetsPartition request) {
        Partition partition = partitions.require(topic, request.partitionIndex());
        partition.requireReader(request.currentLeaderEpoch(), true);
        long end = upperBound(partition);
        ListOffsetsPartitionResponse response = response(request);
        long timestamp = request.timestamp();
        checkSupported(timestamp);
        if (timestamp == LATEST) {
            requireKnown(partition);
            return found(response, UNKNOWN, end, partition.log().latestLeaderEpoch());
        }
        if (timestamp == EARLIEST || timestamp == EARLIEST_LOCAL) {
            long start = partition.log().logStartOffset();
            return found(response, UNKNOWN, start, partition.log().leaderEpochAt(start));
        }
        if (timestamp == LATEST_TIERED || timestamp == EARLIEST_PENDING_UPLOAD) {
            // Without tiered storage no segment has been or will be uploaded.
            return response;
        }
        Optional<TimestampAndOffset> found = byTimestamp(partition, timestamp);
        if (found.isEmpty()) {
            return response;
        }
        if (found.get().offset() >= end) {
            requireKnown(partition);
            return response;
        }
        TimestampAndOffset first = found.get();
        return found(response, first.timestamp(), first.offset(), first.leaderEpoch());
    }

    /** A follower asks for what the leader's log has; a client for what it may read. */
    private long upperBound(Partition partition) {
        if (replica) {
            return partition.log().logEndOffset();
        }
        return readCommitted ? partition.lastStableOffset() : partition.highWatermark();
    }

    /** An offset that an older leader told may not lie behind the one that is told now: clients would go back. */
    private void requireKnown(Partition partition) {
        if (!replica && !partition.knowsHighWatermark()) {
            throw new ApiException(
                    version >= OFFSET_NOT_AVAILABLE_SINCE
                            ? ErrorCode.OFFSET_NOT_AVAILABLE
                            : ErrorCode.LEADER_NOT_AVAILABLE,
                    "The leader of " + partition.topicPartition() + " is new and does not know the high watermark yet");
        }
    }

    static ListOffsetsPartitionResponse failed(ListOffsetsPartition request, Failure failure) {
        return response(request).setErrorCode(failure.error().code());
    }

    private ListOffsetsPartitionResponse found(
            ListOffsetsPartitionResponse response, long timestamp, long offset, int leaderEpoch) {
        response.setTimestamp(timestamp).setOffset(offset);
        return version >= LEADER_EPOCH_SINCE ? response.setLeaderEpoch(leaderEpoch) : response;
    }

    private void checkSupported(long timestamp) {
        if (timestamp >= 0) {
            return;
        }
        int since = switch ((int) Math.max(timestamp, Integer.MIN_VALUE)) {
            case (int) LATEST, (int) EARLIEST -> 1;
            case (int) MAX_TIMESTAMP -> 7;
            case (int) EARLIEST_LOCAL -> 8;
            case (int) LATEST_TIERED -> 9;
            case (int) EARLIEST_PENDING_UPLOAD -> 11;
            default -> Integer.MAX_VALUE;
        };
        if (version < since) {
            throw new ApiException(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "The timestamp " + timestamp + " has no meaning in version " + version + " of ListOffsets");
        }
    }

    private static Optional<TimestampAndOffset> byTimestamp(Partition partition, long timestamp) {
        try {
            return timestamp == MAX_TIMESTAMP
                    ? partition.log().maxTimestamp()
                    : partition.log().offsetForTimestamp(timestamp);
        } catch (IOException e) {
            throw new ApiException(
                    ErrorCode.KAFKA_STORAGE_ERROR, "The log could not be searched by timestamp: " + e.getMessage());
        }
    }

    private static ListOffsetsPartitionResponse response(ListOffsetsPartition request) {
        return new ListOffsetsPartitionResponse()
                .setPartitionIndex(request.partitionIndex())
                .setTimestamp(UNKNOWN)
                .setOffset(UNKNOWN)
                .setLeaderEpoch((int) UNKNOWN);
    }
}
