package io.odradek.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.message.ApiVersionsRequest;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.MetadataRequest;
import io.odradek.protocol.message.ResponseHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final short FETCH_VERSION = 16;

    /** Records that are not in memory. */
    private record FileRegion(int sizeInBytes) implements Records {}

    @Test
    void aRequestOfKafkasIsParsed() {
        RequestHeader kafka = new RequestHeader(ApiKeys.METADATA, (short) 12, "client-ü", 77);
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer header = ByteBuffer.allocate(kafka.data().size(cache, kafka.headerVersion()));
        kafka.data().write(new ByteBufferAccessor(header), cache, kafka.headerVersion());
        header.flip();
        MetadataRequest body = new MetadataRequest().setAllowAutoTopicCreation(false);
        ByteBuffer frame =
                ByteBuffer.allocate(header.remaining() + body.size((short) 12)).put(header);
        body.write(WireWriter.copying(frame), (short) 12);
        RequestFrame parsed = RequestFrame.parse(frame.rewind());
        assertThat(parsed).isInstanceOfSatisfying(RequestFrame.Supported.class, request -> {
            assertThat(request.apiKey()).isEqualTo(ApiKey.METADATA);
            assertThat(request.version()).isEqualTo((short) 12);
            assertThat(request.header().correlationId()).isEqualTo(77);
            assertThat(request.header().clientId()).isEqualTo("client-ü");
            assertThat(request.readBody()).isEqualTo(body);
        });
    }

    @Test
    void aRequestOfOursIsParsedByKafka() {
        EncodedFrame frame = FrameEncoder.request(
                5, "me", new ApiVersionsRequest().setClientSoftwareName("odradek"), (short) 3, ByteBuffer::allocate);
        assertThat(frame.head().getInt(0)).isEqualTo(frame.head().remaining() - 4);
        RequestHeader kafka = RequestHeader.parse(frame.head().position(4));
        assertThat(kafka.apiKey()).isEqualTo(ApiKeys.API_VERSIONS);
        assertThat(kafka.correlationId()).isEqualTo(5);
        assertThat(kafka.clientId()).isEqualTo("me");
    }

    @Test
    void anUnknownVersionOfApiVersionsKeepsItsHeader() {
        RequestFrame parsed = RequestFrame.parse(bytes("0012" + "0063" + "0000002a" + "0001" + "78" + "00" + "ffff"));
        assertThat(parsed).isInstanceOfSatisfying(RequestFrame.UnsupportedVersion.class, request -> {
            assertThat(request.apiKey()).isEqualTo(ApiKey.API_VERSIONS);
            assertThat(request.version()).isEqualTo((short) 99);
            assertThat(request.header().correlationId()).isEqualTo(42);
        });
    }

    @Test
    void anUnknownApiIsNotMalformed() {
        assertThat(RequestFrame.parse(bytes("0005" + "0000" + "00000001" + "ffff")))
                .isEqualTo(new RequestFrame.UnknownApi((short) 5, (short) 0));
    }

    @Test
    void anUnsupportedVersionIsNotMalformed() {
        assertThat(RequestFrame.parse(bytes("0000" + "0002" + "00000001" + "ffff")))
                .isInstanceOf(RequestFrame.UnsupportedVersion.class);
    }

    @Test
    void aHeaderCutShortIsMalformed() {
        assertThatThrownBy(() -> RequestFrame.parse(bytes("0003000c0000")))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> RequestFrame.parse(bytes("00"))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void theAnswerToApiVersionsHasTheOldestHeader() {
        EncodedFrame frame = FrameEncoder.response(9, new ApiVersionsResponse(), (short) 4, ByteBuffer::allocate);
        assertThat(frame.head().getInt(4)).isEqualTo(9);
        ApiVersionsResponse body =
                ApiVersionsResponse.read(new WireReader(frame.head().position(8)), (short) 4);
        assertThat(body).isEqualTo(new ApiVersionsResponse());
    }

    @Test
    void recordsAreSplicedWhereTheyBelong() {
        MemoryRecords first = new MemoryRecords(bytes("0102030405"));
        MemoryRecords second = new MemoryRecords(bytes("0607"));
        FetchResponse response = response(first, MemoryRecords.EMPTY, second);
        EncodedFrame frame = FrameEncoder.response(3, response, FETCH_VERSION, ByteBuffer::allocate);
        assertThat(frame.splices()).extracting(Splice::records).containsExactly(first, second);
        assertThat(join(frame)).isEqualTo(whole(3, response));
        assertThat(frame.sizeInBytes()).isEqualTo(whole(3, response).remaining());
    }

    @Test
    void recordsOutsideMemoryAreNeverTouched() {
        FileRegion region = new FileRegion(1 << 30);
        List<Integer> asked = new ArrayList<>();
        EncodedFrame frame = FrameEncoder.response(3, response(region), FETCH_VERSION, size -> {
            asked.add(size);
            return ByteBuffer.allocateDirect(size + 3);
        });
        assertThat(frame.splices()).extracting(Splice::records).containsExactly(region);
        assertThat(asked).containsExactly(frame.head().remaining());
        assertThat(frame.head().getInt(0)).isEqualTo(frame.head().remaining() - 4 + (1 << 30));
        assertThat(frame.sizeInBytes()).isEqualTo((1L << 30) + frame.head().remaining());
    }

    @Test
    void aFrameBeyondTwoGibibytesIsRefusedBeforeAnythingIsAllocated() {
        FetchResponse response = response(new FileRegion(1 << 30), new FileRegion(1 << 30));
        assertThatThrownBy(() -> FrameEncoder.response(3, response, FETCH_VERSION, _ -> {
                    throw new AssertionError("asked for memory");
                }))
                .isInstanceOf(UnencodableMessageException.class)
                .hasMessageContaining("2147483647");
    }

    @Test
    void whatCannotBeEncodedIsRefusedBeforeAnythingIsAllocated() {
        MetadataRequest request = new MetadataRequest().setAllowAutoTopicCreation(false);
        assertThatThrownBy(() -> FrameEncoder.request(3, "me", request, (short) 0, _ -> {
                    throw new AssertionError("asked for memory");
                }))
                .isInstanceOf(UnencodableMessageException.class)
                .hasMessageContaining("allowAutoTopicCreation");
    }

    private static FetchResponse response(Records... records) {
        FetchResponse.FetchableTopicResponse topic = new FetchResponse.FetchableTopicResponse();
        for (Records each : records) {
            topic.partitions().add(new FetchResponse.PartitionData().setRecords(each));
        }
        return new FetchResponse().setResponses(List.of(topic));
    }

    private static ByteBuffer join(EncodedFrame frame) {
        ByteBuffer joined = ByteBuffer.allocate((int) frame.sizeInBytes());
        ByteBuffer head = frame.head().duplicate();
        for (Splice splice : frame.splices()) {
            joined.put(head.duplicate().limit(splice.headPosition()));
            joined.put(((MemoryRecords) splice.records()).buffer());
            head.position(splice.headPosition());
        }
        return joined.put(head).flip();
    }

    private static ByteBuffer whole(int correlationId, FetchResponse response) {
        ResponseHeader header = new ResponseHeader().setCorrelationId(correlationId);
        int size = header.size((short) 1) + response.size(FETCH_VERSION);
        WireWriter out = WireWriter.copying(ByteBuffer.allocate(4 + size));
        out.writeInt(size);
        header.write(out, (short) 1);
        response.write(out, FETCH_VERSION);
        return out.written();
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
