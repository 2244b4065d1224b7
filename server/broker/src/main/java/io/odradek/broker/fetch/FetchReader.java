package io.odradek.broker.fetch;

import io.odradek.broker.fetch.FetchParameters.Source;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.broker.partition.Throttle;
import io.odradek.broker.request.Failure;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.Records;
import io.odradek.protocol.message.FetchRequest.FetchPartition;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchResponse.PartitionData;
import io.odradek.replication.Divergence;
import io.odradek.replication.FollowerFetch;
import io.odradek.replication.Leader;
import io.odradek.storage.AbortedTransaction;
import io.odradek.storage.FileRecords;
import io.odradek.storage.LogRead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the partitions of a fetch.
 *
 * <p>Any thread.
 */
final class FetchReader {
    private static final Logger LOG = LoggerFactory.getLogger(FetchReader.class);
    private static final short LEADER_HINTS_SINCE = 12;

    private final PartitionRegistry partitions;
    private final LeaderHints leaders;
    private final ReadReplicas replicas;
    private final Throttle throttle;

    /** @param throttle of what throttled replicas serve to followers */
    FetchReader(PartitionRegistry partitions, LeaderHints leaders, ReadReplicas replicas, Throttle throttle) {
        this.partitions = partitions;
        this.leaders = leaders;
        this.replicas = replicas;
        this.throttle = throttle;
    }

    /**
     * What was read of one partition.
     *
     * @param bytes of records
     * @param urgency how soon the client must hear of it, whatever its other partitions have
     */
    record Read(FetchTarget target, PartitionData data, int bytes, Urgency urgency) {
        boolean failed() {
            return data.errorCode() != ErrorCode.NONE.code();
        }

        void release() {
            if (data.records() instanceof FileRecords file) {
                file.close();
            }
        }
    }

    /** How soon a client must hear of what was read. */
    enum Urgency {
        /** With the next answer. A partition that does not exist stays away for long; its client asks for metadata. */
        CAN_WAIT,
        /** At once, but not again while it stays as it is. */
        ONCE,
        /** At once: the client goes on from it. */
        AT_ONCE
    }

    /** Finds the partition of a target. */
    Optional<Partition> find(FetchTarget target) {
        int partition = target.request().partition();
        return target.topicId().isZero()
                ? partitions.find(target.topic(), partition)
                : partitions.find(target.topicId(), partition);
    }

    /** Reads all targets in their order until the fetch is full. */
    List<Read> readAll(List<FetchTarget> targets, FetchParameters parameters) {
        List<Read> reads = new ArrayList<>(targets.size());
        int left = parameters.maxBytes();
        boolean nothingYet = true;
        for (FetchTarget target : targets) {
            Read read = read(target, parameters, left, nothingYet);
            left = Math.max(0, left - read.bytes());
            nothingYet &= read.bytes() == 0;
            reads.add(read);
        }
        return reads;
    }

    /** Reads one target as if the fetch had no other. */
    Read readAlone(FetchTarget target, FetchParameters parameters) {
        return read(target, parameters, parameters.maxBytes(), true);
    }

    private Read read(FetchTarget target, FetchParameters parameters, int bytesLeft, boolean wholeFirstBatch) {
        PartitionData data = new PartitionData()
                .setPartitionIndex(target.request().partition())
                .setHighWatermark(-1)
                .setRecords(MemoryRecords.EMPTY);
        try {
            Partition partition = find(target).orElseThrow(() -> leaders.unknown(target));
            int epoch = target.request().currentLeaderEpoch();
            return switch (parameters.source()) {
                case Source.Consumer consumer -> {
                    partition.requireReader(epoch, !consumer.knowsFollowers());
                    OptionalInt nearer = replicas.nearer(
                            consumer, partition, target.request().fetchOffset());
                    yield nearer.isPresent()
                            ? referred(target, partition, data, nearer.getAsInt())
                            : read(target, partition, data, parameters, bytesLeft, wholeFirstBatch);
                }
                case Source.Replica replica -> {
                    partition.requireReplica(replica.broker(), replica.brokerEpoch(), epoch);
                    yield replicate(target, replica, partition, data, bytesLeft, wholeFirstBatch);
                }
            };
        } catch (IOException | RuntimeException e) {
            new Read(target, data, 0, Urgency.AT_ONCE).release();
            Failure failure = e instanceof ApiException ? Failure.of(e) : unexpected(target, e);
            data.setRecords(MemoryRecords.EMPTY).setErrorCode(failure.error().code());
            if (parameters.version() >= LEADER_HINTS_SINCE) {
                leaders.fill(target, failure.error(), data);
            }
            return new Read(target, data, 0, urgency(failure.error()));
        }
    }

    private static Urgency urgency(ErrorCode error) {
        return switch (error) {
            case UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID -> Urgency.CAN_WAIT;
            case OFFSET_OUT_OF_RANGE -> Urgency.AT_ONCE;
            default -> Urgency.ONCE;
        };
    }

    private Read read(
            FetchTarget target,
            Partition partition,
            PartitionData data,
            FetchParameters parameters,
            int bytesLeft,
            boolean wholeFirstBatch)
            throws IOException {
        FetchPartition request = target.request();
        long highWatermark = partition.highWatermark();
        long lastStableOffset = partition.lastStableOffset();
        fillOffsets(data, partition, highWatermark, lastStableOffset);
        if (diverges(partition, request, data)) {
            return new Read(target, data, 0, Urgency.AT_ONCE);
        }
        long upperBound = parameters.readCommitted() ? lastStableOffset : highWatermark;
        if (request.fetchOffset() == upperBound && upperBound >= partition.log().logStartOffset()) {
            return new Read(target, data, 0, Urgency.CAN_WAIT);
        }
        int maxBytes = Math.max(0, Math.min(bytesLeft, request.partitionMaxBytes()));
        LogRead read = partition.log().read(request.fetchOffset(), maxBytes, upperBound, wholeFirstBatch);
        Records records = read.records();
        data.setRecords(records);
        if (parameters.readCommitted()) {
            data.setAbortedTransactions(aborted(partition, request.fetchOffset(), upperBound));
        }
        return new Read(target, data, records.sizeInBytes(), Urgency.CAN_WAIT);
    }

    /** A follower reads to the log's end, whatever is committed. What it asks for tells how far it has come. */
    private Read replicate(
            FetchTarget target,
            Source.Replica replica,
            Partition partition,
            PartitionData data,
            int bytesLeft,
            boolean wholeFirstBatch)
            throws IOException {
        FetchPartition request = target.request();
        long end = partition.log().logEndOffset();
        fillOffsets(data, partition, partition.highWatermark(), partition.lastStableOffset());
        if (diverges(partition, request, data)) {
            return new Read(target, data, 0, Urgency.AT_ONCE);
        }
        int maxBytes = Math.max(0, Math.min(bytesLeft, request.partitionMaxBytes()));
        boolean nothing = request.fetchOffset() == end
                || (isThrottled(partition) && !isInSync(partition, replica.broker()) && throttle.isExceeded());
        Records records = nothing
                ? MemoryRecords.EMPTY
                : partition
                        .log()
                        .read(request.fetchOffset(), maxBytes, end, wholeFirstBatch)
                        .records();
        data.setRecords(records);
        partition.fetched(
                new FollowerFetch(
                        replica.broker(), replica.brokerEpoch(), request.fetchOffset(), request.logStartOffset(), end),
                request.currentLeaderEpoch());
        return new Read(target, data, records.sizeInBytes(), Urgency.CAN_WAIT);
    }

    /** Who is in sync is never held up: that would hold up the producers too (KIP-73). */
    private static boolean isInSync(Partition partition, int replica) {
        return partition.role() instanceof Leader leader
                && leader.isr().maximal().contains(replica);
    }

    private static boolean isThrottled(Partition partition) {
        int self = partition.role().settings().self();
        return partition
                .settings()
                .leaderThrottled()
                .contains(partition.topicPartition().partition(), self);
    }

    /** Notes what is served for throttled replicas. */
    void served(List<Read> reads) {
        for (Read read : reads) {
            if (read.bytes() > 0
                    && find(read.target()).filter(FetchReader::isThrottled).isPresent()) {
                throttle.record(read.bytes());
            }
        }
    }

    /** The client is told of a replica nearer to it. */
    private static Read referred(FetchTarget target, Partition partition, PartitionData data, int replica) {
        fillOffsets(data, partition, partition.highWatermark(), partition.lastStableOffset());
        data.setPreferredReadReplica(replica);
        return new Read(target, data, 0, Urgency.AT_ONCE);
    }

    private static void fillOffsets(PartitionData data, Partition partition, long highWatermark, long lastStable) {
        data.setHighWatermark(highWatermark)
                .setLastStableOffset(lastStable)
                .setLogStartOffset(partition.log().logStartOffset());
    }

    private static boolean diverges(Partition partition, FetchPartition request, PartitionData data) {
        Divergence divergence = Divergence.of(
                partition.epochs(),
                partition.log().logStartOffset(),
                request.fetchOffset(),
                request.lastFetchedEpoch());
        return switch (divergence) {
            case Divergence.None() -> false;
            case Divergence.OutOfRange() ->
                throw new ApiException(
                        ErrorCode.OFFSET_OUT_OF_RANGE,
                        "Offset " + request.fetchOffset() + " in leader epoch " + request.lastFetchedEpoch()
                                + " lies outside of " + partition.topicPartition());
            case Divergence.At(int epoch, long endOffset) -> {
                data.setDivergingEpoch(
                        new FetchResponse.EpochEndOffset().setEpoch(epoch).setEndOffset(endOffset));
                yield true;
            }
        };
    }

    private static List<FetchResponse.AbortedTransaction> aborted(Partition partition, long from, long upTo)
            throws IOException {
        List<FetchResponse.AbortedTransaction> aborted = new ArrayList<>();
        for (AbortedTransaction transaction : partition.log().abortedTransactions(from, upTo)) {
            aborted.add(new FetchResponse.AbortedTransaction()
                    .setProducerId(transaction.producerId())
                    .setFirstOffset(transaction.firstOffset()));
        }
        return aborted;
    }

    private static Failure unexpected(FetchTarget target, Exception cause) {
        LOG.error(
                "Partition {} of {}{} could not be read",
                target.request().partition(),
                target.topic(),
                target.topicId().isZero() ? "" : target.topicId(),
                cause);
        return cause instanceof IOException
                ? new Failure(ErrorCode.KAFKA_STORAGE_ERROR, "The records could not be read from disk")
                : Failure.of(cause);
    }
}
