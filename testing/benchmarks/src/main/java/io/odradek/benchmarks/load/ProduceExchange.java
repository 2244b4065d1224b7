package io.odradek.benchmarks.load;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.message.ProduceRequest;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.protocol.message.ResponseHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Sends one Produce request, encoded beforehand, as often as a budget allows: the same batch to every partition. Without
 * a producer id the broker takes the same bytes again and again.
 */
final class ProduceExchange implements Exchange {
    private static final short VERSION = 13;
    private static final int TIMEOUT_MS = 30_000;

    private final ByteBuffer frame;
    private final Budget requests;

    private ProduceExchange(ByteBuffer frame, Budget requests) {
        this.frame = frame;
        this.requests = requests;
    }

    /** The frame that all connections share. */
    static ByteBuffer frame(Topic topic, ByteBuffer batch, short acks) {
        ProduceRequest.TopicProduceData data = new ProduceRequest.TopicProduceData()
                .setTopicId(topic.id())
                .setPartitionData(IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new ProduceRequest.PartitionProduceData()
                                .setIndex(partition)
                                .setRecords(new MemoryRecords(batch.duplicate())))
                        .toList());
        ProduceRequest request =
                new ProduceRequest().setAcks(acks).setTimeoutMs(TIMEOUT_MS).setTopicData(List.of(data));
        return Frames.encode(request, VERSION, 0);
    }

    static ProduceExchange of(ByteBuffer frame, Budget requests) {
        return new ProduceExchange(frame, requests);
    }

    @Override
    public Optional<ByteBuffer> nextRequest() {
        return requests.takeOne() ? Optional.of(frame) : Optional.empty();
    }

    @Override
    public void answered(ByteBuffer answer) throws IOException {
        WireReader in = new WireReader(answer);
        ResponseHeader.read(in, ApiKey.PRODUCE.responseHeaderVersion(VERSION));
        ProduceResponse response = ProduceResponse.read(in, VERSION);
        for (var topic : response.responses()) {
            for (var partition : topic.partitionResponses()) {
                BrokerClient.check(partition.errorCode(), "producing to partition " + partition.index());
            }
        }
    }
}
