package io.odradek.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.Uuid;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.RequestHeader;
import io.odradek.protocol.message.ResponseHeader;
import io.odradek.protocol.record.RecordBatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FetchExchangeTest {
    private static final short VERSION = 17;
    private static final Topic TOPIC = new Topic("topic", new Uuid(1, 2), 2);

    private final Budget budget = new Budget(1_000);
    private final FetchExchange exchange = new FetchExchange(TOPIC, Map.of(0, 5L, 1, 5L), budget);

    private static ByteBuffer batch(long baseOffset, int records) {
        RecordBatchBuilder builder = RecordBatchBuilder.create().baseOffset(baseOffset);
        for (int i = 0; i < records; i++) {
            builder.append(0, null, ByteBuffer.allocate(10));
        }
        return builder.build();
    }

    private static ByteBuffer answer(int partition, ErrorCode error, ByteBuffer... batches) {
        int bytes = List.of(batches).stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer records = ByteBuffer.allocate(bytes);
        List.of(batches).forEach(batch -> records.put(batch.duplicate()));
        FetchResponse response = new FetchResponse()
                .setResponses(List.of(new FetchResponse.FetchableTopicResponse()
                        .setTopicId(TOPIC.id())
                        .setPartitions(List.of(new FetchResponse.PartitionData()
                                .setPartitionIndex(partition)
                                .setErrorCode(error.code())
                                .setRecords(new MemoryRecords(records.flip()))))));
        short headerVersion = ApiKey.FETCH.responseHeaderVersion(VERSION);
        ResponseHeader header = new ResponseHeader();
        WireWriter out = WireWriter.copying(ByteBuffer.allocate(header.size(headerVersion) + response.size(VERSION)));
        header.write(out, headerVersion);
        response.write(out, VERSION);
        return out.written();
    }

    /** The offsets that the next request asks for, by partition. */
    private List<Long> nextOffsets() {
        WireReader in = new WireReader(exchange.nextRequest().orElseThrow());
        assertThat(in.readInt()).isEqualTo(in.remaining());
        RequestHeader header = RequestHeader.read(in, ApiKey.FETCH.requestHeaderVersion(VERSION));
        assertThat(header.requestApiKey()).isEqualTo(ApiKey.FETCH.id());
        return FetchRequest.read(in, VERSION).topics().getFirst().partitions().stream()
                .map(FetchRequest.FetchPartition::fetchOffset)
                .toList();
    }

    @Test
    void asksForWhatFollowsTheLastWholeBatch() throws IOException {
        assertThat(nextOffsets()).containsExactly(0L, 0L);
        ByteBuffer first = batch(0, 2);
        ByteBuffer cut = batch(2, 2).limit(70);

        exchange.answered(answer(1, ErrorCode.NONE, first, cut));

        assertThat(nextOffsets()).containsExactly(0L, 2L);
        assertThat(budget.left()).isEqualTo(1_000 - first.remaining());
    }

    @Test
    void beginsAnewAtTheEnd() throws IOException {
        exchange.nextRequest();
        exchange.answered(answer(0, ErrorCode.NONE, batch(0, 5)));

        assertThat(nextOffsets()).containsExactly(0L, 0L);
    }

    @Test
    void hasOneRequestUnderWayAndStopsWhenTheBudgetIsUsedUp() throws IOException {
        assertThat(exchange.nextRequest()).isPresent();
        assertThat(exchange.nextRequest()).isEmpty();
        budget.use(1_000);

        exchange.answered(answer(0, ErrorCode.NONE));

        assertThat(exchange.nextRequest()).isEmpty();
    }

    @Test
    void anErrorOrAnOffsetThatCannotBeFailsTheLoad() {
        exchange.nextRequest();

        assertThatThrownBy(() -> exchange.answered(answer(0, ErrorCode.NOT_LEADER_OR_FOLLOWER)))
                .isInstanceOf(BrokerErrorException.class)
                .hasMessageContaining("fetching partition 0")
                .hasMessageContaining("6");
        assertThatThrownBy(() -> exchange.answered(answer(0, ErrorCode.NONE, batch(4, 2))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("beyond its end 5");
    }
}
