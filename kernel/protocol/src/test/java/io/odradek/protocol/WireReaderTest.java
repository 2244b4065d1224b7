package io.odradek.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireReaderTest {
    @Test
    void readingLeavesTheSourceWhereItIs() {
        ByteBuffer source =
                ByteBuffer.wrap(new byte[] {9, 0, 0, 0, 7, 9}).position(1).limit(5);
        assertThat(new WireReader(source).readInt()).isEqualTo(7);
        assertThat(source.position()).isEqualTo(1);
        assertThat(source.remaining()).isEqualTo(4);
    }

    @Test
    void byteOrderOfTheSourceDoesNotMatter() {
        ByteBuffer source = ByteBuffer.wrap(new byte[] {0, 1}).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        assertThat(new WireReader(source).readShort()).isEqualTo((short) 1);
    }

    @Test
    void bytesAndRecordsAreSlicesOfTheSource() {
        byte[] bytes = {0, 0, 0, 2, 5, 6, 0, 0, 0, 1, 7};
        WireReader in = reader(bytes);
        ByteBuffer slice = in.readBytes(false);
        MemoryRecords records = in.readRecords(false);
        bytes[4] = 50;
        bytes[10] = 70;
        assertThat(slice.get(0)).isEqualTo((byte) 50);
        assertThat(records.buffer().get(0)).isEqualTo((byte) 70);
    }

    @Test
    void malformedUtf8BecomesTheReplacementCharacterAsInKafka() {
        assertThat(reader("0002c328").readString(false)).isEqualTo("\ufffd(");
    }

    @Test
    void stringsAreTheSameFromHeapAndDirectMemory() {
        byte[] text = "tråd \ud83e\uddf5".getBytes(StandardCharsets.UTF_8);
        ByteBuffer direct = ByteBuffer.allocateDirect(text.length + 2)
                .putShort((short) text.length)
                .put(text)
                .flip();
        assertThat(new WireReader(direct).readString(false)).isEqualTo("tråd \ud83e\uddf5");
    }

    @Test
    void negativeLengthsAreNullWhereNullMayBe() {
        assertThat(reader("ffff").readNullableString(false)).isNull();
        assertThat(reader("00").readNullableString(true)).isNull();
        assertThat(reader("ffffffff").readNullableBytes(false)).isNull();
        assertThat(reader("00").readNullableRecords(true)).isNull();
        assertThat(reader("ffffffff").readNullableArrayLength(1, false)).isEqualTo(-1);
    }

    @Test
    void negativeLengthsAreMalformedWhereNullMayNotBe() {
        malformed(() -> reader("ffff").readString(false), "null");
        malformed(() -> reader("00").readBytes(true), "null");
        malformed(() -> reader("00").readArrayLength(1, true), "null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7fffffff", "000f4241"})
    void arraysAboveTheLimitAreRefusedWhateverFollows(String length) {
        ByteBuffer huge = ByteBuffer.allocate(Limits.MAX_ARRAY_ELEMENTS + 100);
        huge.put(HexFormat.of().parseHex(length)).rewind();
        malformed(() -> new WireReader(huge).readArrayLength(1, false), "the limit is 1000000");
    }

    @Test
    void anArrayNeedsRoomForItsSmallestElements() {
        assertThat(reader("00000001aabbccdd").readArrayLength(4, false)).isEqualTo(1);
        malformed(() -> reader("00000002aabbccdd").readArrayLength(4, false), "2 elements, but 4 bytes");
    }

    @Test
    void listsBeginNoLargerThanTheLimit() {
        List<Object> list = WireReader.newList(Integer.MAX_VALUE);
        assertThat(list).isEmpty();
    }

    @Test
    void stringsAboveTheLimitAreRefused() {
        ByteBuffer bytes = ByteBuffer.allocate(Limits.MAX_STRING_BYTES + 10);
        WireWriter.copying(bytes).writeUnsignedVarint(Limits.MAX_STRING_BYTES + 2);
        malformed(() -> new WireReader(bytes).readString(true), "the limit is 32767");
    }

    @Test
    void lengthsBeyondTheFrameAreRefused() {
        malformed(() -> reader("000361").readString(false), "3 bytes, but 1 are left");
        malformed(() -> reader("7fffffff").readBytes(false), "0 are left");
        malformed(() -> reader("8080808008").readBytes(true), "2147483647 bytes, but 0 are left");
        malformed(() -> reader("000000").readInt(), "4 bytes are needed");
    }

    @Test
    void tooManyTaggedFieldsAreRefused() {
        ByteBuffer bytes = ByteBuffer.allocate(20_000);
        WireWriter.copying(bytes).writeUnsignedVarint(Limits.MAX_TAGGED_FIELDS + 1);
        malformed(() -> new WireReader(bytes).readTagCount(), "10001 tagged fields");
        malformed(() -> reader("ffffffff0f").readTagCount(), "4294967295 tagged fields");
    }

    @Test
    void variableLengthIntegersEndInTime() {
        malformed(() -> reader("808080808000").readUnsignedVarint(), "more than 5 bytes");
        malformed(() -> reader("8080808080808080808000").readVarlong(), "more than 10 bytes");
        malformed(() -> reader("80").readVarint(), "bytes are needed");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 63, 64, -64, -65, 8191, 8192, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void variableLengthIntegersComeBack(long value) {
        int number = (int) value;
        ByteBuffer bytes = ByteBuffer.allocate(30);
        WireWriter out = WireWriter.copying(bytes);
        out.writeVarint(number);
        assertThat(out.position()).isEqualTo(Varints.signedSize(number));
        out.writeVarlong(value * 3_000_000_000L);
        assertThat(out.position()).isEqualTo(Varints.signedSize(number) + Varints.signedSize(value * 3_000_000_000L));
        WireReader in = new WireReader(bytes);
        assertThat(in.readVarint()).isEqualTo(number);
        assertThat(in.readVarlong()).isEqualTo(value * 3_000_000_000L);
    }

    private static WireReader reader(String hex) {
        return reader(HexFormat.of().parseHex(hex));
    }

    private static WireReader reader(byte[] bytes) {
        return new WireReader(ByteBuffer.wrap(bytes));
    }

    private static void malformed(org.assertj.core.api.ThrowableAssert.ThrowingCallable read, String message) {
        assertThatThrownBy(read).isInstanceOf(MalformedMessageException.class).hasMessageContaining(message);
    }
}
