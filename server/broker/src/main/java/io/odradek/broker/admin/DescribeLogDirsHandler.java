package io.odradek.broker.admin;

import io.odradek.base.TopicPartition;
import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DescribeLogDirsRequest;
import io.odradek.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import io.odradek.protocol.message.DescribeLogDirsResponse;
import io.odradek.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import io.odradek.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.odradek.protocol.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import io.odradek.storage.LogDirectory;
import io.odradek.storage.LogManager;
import io.odradek.storage.PartitionLog;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DescribeLogDirs, versions 1 to 5 (KIP-113, KIP-827, KIP-1066): every log directory, and the wanted logs in it. One that is
 * offline is a KAFKA_STORAGE_ERROR without logs; one in which a damaged segment was found is a KAFKA_STORAGE_ERROR with them:
 * the one error of a directory that Kafka's tools expect and show.
 */
public final class DescribeLogDirsHandler implements RequestHandler<DescribeLogDirsRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(DescribeLogDirsHandler.class);

    private final ClusterState cluster;
    private final LogManager logs;
    private final PartitionRegistry partitions;
    private final Executor blocking;

    /** @param blocking for tasks that ask the file system */
    public DescribeLogDirsHandler(
            ClusterState cluster, LogManager logs, PartitionRegistry partitions, Executor blocking) {
        this.cluster = cluster;
        this.logs = logs;
        this.partitions = partitions;
        this.blocking = blocking;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DESCRIBE_LOG_DIRS;
    }

    @Override
    public DescribeLogDirsResponse failed(RequestContext context, DescribeLogDirsRequest request, Failure failure) {
        return new DescribeLogDirsResponse().setErrorCode(failure.error().code());
    }

    @Override
    public void handle(RequestContext context, DescribeLogDirsRequest request) {
        blocking.execute(() -> {
            try {
                Predicate<TopicPartition> wanted = wanted(request);
                context.respond(new DescribeLogDirsResponse()
                        .setResults(logs.directories().stream()
                                .map(directory -> describe(directory, wanted))
                                .toList()));
            } catch (RuntimeException e) {
                context.respond(failed(context, request, context.failureOf(e)));
            }
        });
    }

    private static Predicate<TopicPartition> wanted(DescribeLogDirsRequest request) {
        List<DescribableLogDirTopic> topics = request.topics();
        if (topics == null) {
            return _ -> true;
        }
        Set<TopicPartition> named = new HashSet<>();
        topics.forEach(topic ->
                topic.partitions().forEach(partition -> named.add(new TopicPartition(topic.topic(), partition))));
        return named::contains;
    }

    private DescribeLogDirsResult describe(LogDirectory directory, Predicate<TopicPartition> wanted) {
        DescribeLogDirsResult result = new DescribeLogDirsResult()
                .setLogDir(directory.path().toAbsolutePath().toString());
        if (!directory.isOnline()) {
            return result.setErrorCode(ErrorCode.KAFKA_STORAGE_ERROR.code());
        }
        try {
            boolean damaged = logs.scrubber().damaged().stream()
                    .anyMatch(segment -> segment.file().startsWith(directory.path()));
            return result.setTopics(topics(directory, wanted))
                    .setErrorCode((damaged ? ErrorCode.KAFKA_STORAGE_ERROR : ErrorCode.NONE).code())
                    .setTotalBytes(directory.totalBytes())
                    .setUsableBytes(directory.usableBytes())
                    .setIsCordoned(isCordoned(directory));
        } catch (IOException e) {
            LOG.warn("The log directory {} could not be described", directory, e);
            return result.setTopics(List.of()).setErrorCode(ErrorCode.KAFKA_STORAGE_ERROR.code());
        }
    }

    private List<DescribeLogDirsTopic> topics(LogDirectory directory, Predicate<TopicPartition> wanted)
            throws IOException {
        Map<String, DescribeLogDirsTopic> topics = new TreeMap<>();
        for (PartitionLog log : logs.logsIn(directory)) {
            TopicPartition partition = log.topicPartition();
            if (wanted.test(partition)) {
                topics.computeIfAbsent(partition.topic(), name -> new DescribeLogDirsTopic().setName(name))
                        .partitions()
                        .add(new DescribeLogDirsPartition()
                                .setPartitionIndex(partition.partition())
                                .setPartitionSize(log.sizeInBytes())
                                .setOffsetLag(lag(log)));
            }
        }
        return List.copyOf(topics.values());
    }

    /** How far the log ends below the high watermark: records that this replica still lacks. */
    private long lag(PartitionLog log) {
        TopicPartition name = log.topicPartition();
        long highWatermark = partitions
                .find(name.topic(), name.partition())
                .map(Partition::highWatermark)
                .orElse(0L);
        return Math.max(0, highWatermark - log.logEndOffset());
    }

    private boolean isCordoned(LogDirectory directory) {
        return cluster.image()
                .nodes()
                .broker(cluster.nodeId())
                .flatMap(broker -> broker.cordonedLogDirs())
                .map(cordoned -> cordoned.contains(directory.id()))
                .orElse(false);
    }
}
