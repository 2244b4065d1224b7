package io.odradek.benchmarks.load;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.Records;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.ResponseHeader;
import io.odradek.protocol.record.BatchCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads some partitions from their begin to their end over and over, until a budget of bytes is used up. Of what comes
 * only the batch headers are looked at, to know the next offset.
 */
final class FetchExchange implements Exchange {
    private static final short VERSION = 17;
    private static final int MAX_WAIT_MS = 500;
    private static final int MAX_BYTES = 50 << 20;
    private static final int PARTITION_MAX_BYTES = 1 << 20;
    private static final int NO_SESSION = -1;

    private final Topic topic;
    private final Map<Integer, Long> endOffsets;
    private final Map<Integer, Long> nextOffsets = new TreeMap<>();
    private final Budget bytes;
    private boolean waiting;

    /**
     * Reads the partitions that {@code endOffsets} names.
     *
     * @param endOffsets the offset, at least 1, at which reading begins anew
     */
    FetchExchange(Topic topic, Map<Integer, Long> endOffsets, Budget bytes) {
        this.topic = topic;
        this.endOffsets = Map.copyOf(endOffsets);
        this.bytes = bytes;
        endOffsets.keySet().forEach(partition -> nextOffsets.put(partition, 0L));
    }

    @Override
    public Optional<ByteBuffer> nextRequest() {
        if (waiting || bytes.isUsedUp()) {
            return Optional.empty();
        }
        waiting = true;
        List<FetchRequest.FetchPartition> partitions = nextOffsets.entrySet().stream()
                .map(next -> new FetchRequest.FetchPartition()
                        .setPartition(next.getKey())
                        .setFetchOffset(next.getValue())
                        .setPartitionMaxBytes(PARTITION_MAX_BYTES))
                .toList();
        FetchRequest request = new FetchRequest()
                .setMaxWaitMs(MAX_WAIT_MS)
                .setMinBytes(1)
                .setMaxBytes(MAX_BYTES)
                .setSessionEpoch(NO_SESSION)
                .setTopics(List.of(
                        new FetchRequest.FetchTopic().setTopicId(topic.id()).setPartitions(partitions)));
        return Optional.of(Frames.encode(request, VERSION, 0));
    }

    @Override
    public void answered(ByteBuffer answer) throws IOException {
        waiting = false;
        WireReader in = new WireReader(answer);
        ResponseHeader.read(in, ApiKey.FETCH.responseHeaderVersion(VERSION));
        FetchResponse response = FetchResponse.read(in, VERSION);
        BrokerClient.check(response.errorCode(), "fetching");
        for (FetchResponse.FetchableTopicResponse fetched : response.responses()) {
            for (FetchResponse.PartitionData partition : fetched.partitions()) {
                BrokerClient.check(partition.errorCode(), "fetching partition " + partition.partitionIndex());
                advance(partition);
            }
        }
    }

    private void advance(FetchResponse.PartitionData partition) throws IOException {
        Records records = partition.records();
        if (!(records instanceof MemoryRecords memory)) {
            return;
        }
        ByteBuffer buffer = memory.buffer();
        BatchCursor cursor = BatchCursor.over(buffer);
        int index = partition.partitionIndex();
        long next = nextOffsets.getOrDefault(index, 0L);
        while (cursor.next()) {
            next = cursor.view().nextOffset();
        }
        bytes.use(cursor.validEnd() - buffer.position());
        long end = endOffsets.getOrDefault(index, 0L);
        if (next > end) {
            throw new IOException("partition %d gave offset %d, beyond its end %d".formatted(index, next, end));
        }
        nextOffsets.put(index, next == end ? 0 : next);
    }
}
