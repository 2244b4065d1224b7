package io.odradek.protocol.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.CorruptRecordsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.xerial.snappy.Snappy;

class CodecsTest {
    private static final long SEED = 4_711L;
    private static final int[] SIZES = {0, 1, 15, 16, 100, 32_768, 32_769, 65_536, 65_537, 300_000};
    private static final int BOUND = 1 << 20;

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void kafka_unpacks_what_we_pack(CompressionType type) throws IOException {
        for (byte[] plain : samples()) {
            ByteBuffer packed = Codecs.of(type).compress(ByteBuffer.wrap(plain), type.defaultLevel());
            assertThat(unpackByKafka(type, packed)).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void we_unpack_what_kafka_packs(CompressionType type) throws IOException {
        for (byte[] plain : samples()) {
            ByteBuffer packed = packByKafka(type, plain);
            ByteBuffer direct = ByteBuffer.allocateDirect(packed.remaining())
                    .put(packed.duplicate())
                    .flip();
            assertThat(bytes(Codecs.of(type).decompress(packed, BOUND))).isEqualTo(plain);
            assertThat(bytes(Codecs.of(type).decompress(direct.asReadOnlyBuffer(), BOUND)))
                    .isEqualTo(plain);
            assertThat(direct.position()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void every_level_round_trips(CompressionType type) {
        byte[] plain = samples()[samples().length - 1];
        for (int level : new int[] {type.minLevel(), type.maxLevel(), type.defaultLevel()}) {
            ByteBuffer packed = Codecs.of(type).compress(ByteBuffer.wrap(plain), level);
            assertThat(bytes(Codecs.of(type).decompress(packed, BOUND))).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "LZ4", "ZSTD"})
    void a_level_out_of_range_is_refused(CompressionType type) {
        assertThatThrownBy(() -> Codecs.of(type).compress(ByteBuffer.allocate(1), type.maxLevel() + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(type.configName());
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void records_that_unpack_to_more_than_allowed_are_cut_off(CompressionType type) {
        ByteBuffer bomb = Codecs.of(type).compress(ByteBuffer.allocate(BOUND + 1), type.defaultLevel());
        assertThatThrownBy(() -> Codecs.of(type).decompress(bomb, BOUND)).isInstanceOf(CorruptRecordsException.class);
        assertThat(Codecs.of(type).decompress(bomb, BOUND + 1).remaining()).isEqualTo(BOUND + 1);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void damaged_input_fails_with_the_declared_exception_or_unpacks_within_the_bound(CompressionType type) {
        Random random = new Random(SEED);
        for (byte[] plain : samples()) {
            byte[] packed = bytes(Codecs.of(type).compress(ByteBuffer.wrap(plain), type.defaultLevel()));
            for (int round = 0; round < 300 && packed.length > 0; round++) {
                byte[] damaged = damage(packed, random);
                try {
                    ByteBuffer unpacked = Codecs.of(type).decompress(ByteBuffer.wrap(damaged), BOUND);
                    assertThat(unpacked.remaining()).isLessThanOrEqualTo(BOUND);
                } catch (CorruptRecordsException e) {
                    assertThat(e.getMessage()).doesNotContain("null").isNotBlank();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void random_bytes_are_refused(CompressionType type) {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            try {
                Codecs.of(type).decompress(ByteBuffer.wrap(noise), BOUND);
            } catch (CorruptRecordsException e) {
                assertThat(e.getMessage()).doesNotContain("null").isNotBlank();
            }
        }
    }

    @Test
    void a_bare_snappy_block_is_read() throws IOException {
        for (byte[] plain : samples()) {
            byte[] block = Snappy.compress(plain);
            assertThat(bytes(Codecs.of(CompressionType.SNAPPY).decompress(ByteBuffer.wrap(block), BOUND)))
                    .isEqualTo(plain);
        }
    }

    @Test
    void a_snappy_block_that_lies_about_its_size_costs_no_memory() {
        byte[] lie = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07, 0x00};
        assertThatThrownBy(() -> Codecs.of(CompressionType.SNAPPY).decompress(ByteBuffer.wrap(lie), Integer.MAX_VALUE))
                .isInstanceOf(CorruptRecordsException.class)
                .hasMessageContaining("snappy");
    }

    @Test
    void snappy_frames_that_follow_one_another_are_read_as_one() {
        byte[] half = bytes(Codecs.of(CompressionType.SNAPPY).compress(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0));
        byte[] both = Arrays.copyOf(half, 2 * half.length);
        System.arraycopy(half, 0, both, half.length, half.length);
        assertThat(bytes(Codecs.of(CompressionType.SNAPPY).decompress(ByteBuffer.wrap(both), BOUND)))
                .containsExactly(1, 2, 3, 1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource(LZ4FrameOutputStream.BLOCKSIZE.class)
    void lz4_frames_with_checksums_and_content_size_are_read(LZ4FrameOutputStream.BLOCKSIZE size) throws IOException {
        for (byte[] plain : samples()) {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            try (OutputStream out = new LZ4FrameOutputStream(
                    frame,
                    size,
                    plain.length,
                    LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE,
                    LZ4FrameOutputStream.FLG.Bits.BLOCK_CHECKSUM,
                    LZ4FrameOutputStream.FLG.Bits.CONTENT_CHECKSUM,
                    LZ4FrameOutputStream.FLG.Bits.CONTENT_SIZE)) {
                out.write(plain);
            }
            assertThat(bytes(Codecs.of(CompressionType.LZ4).decompress(ByteBuffer.wrap(frame.toByteArray()), BOUND)))
                    .isEqualTo(plain);
        }
    }

    @Test
    void an_lz4_frame_with_a_wrong_header_checksum_is_refused() {
        byte[] frame = bytes(Codecs.of(CompressionType.LZ4).compress(ByteBuffer.wrap(new byte[100]), 9));
        frame[6] ^= 1;
        assertThatThrownBy(() -> Codecs.of(CompressionType.LZ4).decompress(ByteBuffer.wrap(frame), BOUND))
                .isInstanceOf(CorruptRecordsException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void a_zstd_frame_that_is_cut_off_is_refused() {
        byte[] frame = bytes(Codecs.of(CompressionType.ZSTD).compress(ByteBuffer.wrap(samples()[9]), 3));
        assertThatThrownBy(() ->
                        Codecs.of(CompressionType.ZSTD).decompress(ByteBuffer.wrap(frame, 0, frame.length / 2), BOUND))
                .isInstanceOf(CorruptRecordsException.class);
    }

    @Test
    void lz4_and_snappy_packed_by_us_have_the_bytes_of_kafka() throws IOException {
        for (CompressionType type : new CompressionType[] {CompressionType.LZ4, CompressionType.SNAPPY}) {
            for (byte[] plain : samples()) {
                assertThat(bytes(Codecs.of(type).compress(ByteBuffer.wrap(plain), type.defaultLevel())))
                        .as("%s of %d bytes", type, plain.length)
                        .isEqualTo(bytes(packByKafka(type, plain)));
            }
        }
    }

    @Test
    void ids_and_names_are_those_of_kafka() {
        for (CompressionType type : CompressionType.values()) {
            var kafka = org.apache.kafka.common.record.internal.CompressionType.forId(type.id());
            assertThat(type.configName()).isEqualTo(kafka.name);
            assertThat(CompressionType.forName(kafka.name)).isEqualTo(type);
            if (type == CompressionType.GZIP || type == CompressionType.LZ4 || type == CompressionType.ZSTD) {
                assertThat(type.minLevel()).isEqualTo(kafka.minLevel());
                assertThat(type.maxLevel()).isEqualTo(kafka.maxLevel());
                assertThat(type.defaultLevel()).isEqualTo(kafka.defaultLevel());
            }
        }
    }

    private static byte[] damage(byte[] packed, Random random) {
        byte[] damaged = random.nextInt(4) == 0 ? Arrays.copyOf(packed, random.nextInt(packed.length)) : packed.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0 && damaged.length > 0; flips--) {
            int at = random.nextBoolean()
                    ? random.nextInt(Math.min(damaged.length, 24))
                    : random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    private static byte[][] samples() {
        Random random = new Random(SEED);
        byte[][] samples = new byte[SIZES.length * 2][];
        for (int i = 0; i < samples.length; i++) {
            byte[] sample = new byte[SIZES[i / 2]];
            for (int at = 0; at < sample.length; at++) {
                sample[at] = (byte) (i % 2 == 0 ? random.nextInt(256) : random.nextInt(3));
            }
            samples[i] = sample;
        }
        return samples;
    }

    private static ByteBuffer packByKafka(CompressionType type, byte[] plain) throws IOException {
        ByteBufferOutputStream target = new ByteBufferOutputStream(64);
        try (OutputStream out = kafka(type).wrapForOutput(target, (byte) 2)) {
            out.write(plain);
        }
        return target.buffer().flip();
    }

    private static byte[] unpackByKafka(CompressionType type, ByteBuffer packed) throws IOException {
        try (InputStream in = kafka(type).wrapForInput(packed.duplicate(), (byte) 2, BufferSupplier.NO_CACHING)) {
            return in.readAllBytes();
        }
    }

    private static Compression kafka(CompressionType type) {
        return Compression.of(type.configName()).build();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
