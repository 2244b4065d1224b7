package io.odradek.broker.offsets;

import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionAccess;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DeleteRecordsRequest;
import io.odradek.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.odradek.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.odradek.protocol.message.DeleteRecordsResponse;
import io.odradek.protocol.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import io.odradek.protocol.message.DeleteRecordsResponse.DeleteRecordsTopicResult;
import io.odradek.storage.LogManager;
import io.odradek.storage.PartitionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/**
 * DeleteRecords, versions 0 to 2 (KIP-107): moves the log start offset up, at most to the high watermark. What is answered is
 * on disk: no crash brings the records back. All partitions of a request share one write for each log directory.
 */
public final class DeleteRecordsHandler implements RequestHandler<DeleteRecordsRequest> {
    private static final long HIGH_WATERMARK = -1L;
    private static final long INVALID_LOW_WATERMARK = -1L;

    private record Moved(PartitionLog log, DeleteRecordsPartitionResult result) {}

    private final PartitionAccess partitions;
    private final LogManager logs;
    private final Executor blocking;

    /** @param blocking for tasks that wait for a disk */
    public DeleteRecordsHandler(PartitionAccess partitions, LogManager logs, Executor blocking) {
        this.partitions = partitions;
        this.logs = logs;
        this.blocking = blocking;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DELETE_RECORDS;
    }

    @Override
    public DeleteRecordsResponse failed(RequestContext context, DeleteRecordsRequest request, Failure failure) {
        return answer(request, (_, partition) -> failed(partition, failure));
    }

    @Override
    public void handle(RequestContext context, DeleteRecordsRequest request) {
        blocking.execute(() -> context.respond(delete(context, request)));
    }

    private DeleteRecordsResponse delete(RequestContext context, DeleteRecordsRequest request) {
        List<Moved> moved = new ArrayList<>();
        DeleteRecordsResponse response = answer(request, (topic, partition) -> {
            try {
                PartitionLog log = delete(topic, partition);
                DeleteRecordsPartitionResult result = new DeleteRecordsPartitionResult()
                        .setPartitionIndex(partition.partitionIndex())
                        .setLowWatermark(log.logStartOffset());
                moved.add(new Moved(log, result));
                return result;
            } catch (RuntimeException e) {
                return failed(partition, context.failureOf(e));
            }
        });
        List<PartitionLog> notKept =
                logs.keepStartOffsets(moved.stream().map(Moved::log).toList());
        moved.stream()
                .filter(each -> notKept.contains(each.log))
                .forEach(each -> each.result
                        .setLowWatermark(INVALID_LOW_WATERMARK)
                        .setErrorCode(ErrorCode.KAFKA_STORAGE_ERROR.code()));
        return response;
    }

    private PartitionLog delete(String topic, DeleteRecordsPartition request) {
        Partition partition = partitions.require(topic, request.partitionIndex());
        partition.requireLeader();
        if (partition.settings().internal()) {
            throw new ApiException(
                    ErrorCode.INVALID_TOPIC_EXCEPTION, "Records of the internal topic " + topic + " cannot be deleted");
        }
        if (!partition.log().config().deletable()) {
            throw new ApiException(
                    ErrorCode.POLICY_VIOLATION,
                    "Records of " + topic + " cannot be deleted: its cleanup.policy does not contain delete");
        }
        long highWatermark = partition.highWatermark();
        long offset = request.offset() == HIGH_WATERMARK ? highWatermark : request.offset();
        if (offset < 0 || offset > highWatermark) {
            throw new ApiException(
                    ErrorCode.OFFSET_OUT_OF_RANGE,
                    "Records can be deleted up to the high watermark, " + highWatermark + ", not " + offset);
        }
        partition.log().deleteRecordsBefore(offset);
        return partition.log();
    }

    private static DeleteRecordsPartitionResult failed(DeleteRecordsPartition request, Failure failure) {
        return new DeleteRecordsPartitionResult()
                .setPartitionIndex(request.partitionIndex())
                .setLowWatermark(INVALID_LOW_WATERMARK)
                .setErrorCode(failure.error().code());
    }

    private static DeleteRecordsResponse answer(
            DeleteRecordsRequest request,
            BiFunction<String, DeleteRecordsPartition, DeleteRecordsPartitionResult> each) {
        DeleteRecordsResponse response = new DeleteRecordsResponse();
        for (DeleteRecordsTopic topic : request.topics()) {
            response.topics()
                    .add(new DeleteRecordsTopicResult()
                            .setName(topic.name())
                            .setPartitions(topic.partitions().stream()
                                    .map(partition -> each.apply(topic.name(), partition))
                                    .toList()));
        }
        return response;
    }
}
