package io.odradek.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.CorruptRecordsException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchCursorTest {
    @Test
    void batches_are_seen_in_order_and_a_cut_off_one_ends_the_walk() {
        ByteBuffer one = batch(10, 3);
        ByteBuffer two = batch(13, 2);
        int whole = one.limit() + two.limit();
        ByteBuffer all = ByteBuffer.allocate(whole + batch(15, 1).limit())
                .put(one)
                .put(two)
                .put(batch(15, 1))
                .flip();
        for (int cut = whole; cut < all.limit(); cut++) {
            ByteBuffer fetched = all.slice(0, cut);
            assertThat(baseOffsets(fetched)).containsExactly(10L, 13L);
            assertThat(RecordBatches.validBytes(fetched)).isEqualTo(whole);
            assertThat(RecordBatches.nextOffset(fetched, -1)).isEqualTo(15);
        }
        assertThat(baseOffsets(all)).containsExactly(10L, 13L, 15L);
        assertThat(RecordBatches.count(all)).isEqualTo(3);
        assertThat(RecordBatches.recordCount(all)).isEqualTo(6);
        RecordBatches.checkCrcs(all);
    }

    @Test
    void nothing_holds_no_batch() {
        assertThat(baseOffsets(ByteBuffer.allocate(0))).isEmpty();
        assertThat(RecordBatches.nextOffset(ByteBuffer.allocate(0), 7)).isEqualTo(7);
    }

    @Test
    void the_view_slices_the_bytes_of_its_batch() {
        ByteBuffer two = batch(13, 2);
        ByteBuffer all =
                ByteBuffer.allocate(200).put(batch(10, 3)).put(two.duplicate()).flip();
        BatchCursor cursor = BatchCursor.over(all);
        cursor.next();
        cursor.next();
        assertThat(cursor.view().slice()).isEqualTo(two);
        assertThat(cursor.validEnd()).isEqualTo(all.limit());
    }

    @Test
    void an_older_magic_is_named() {
        ByteBuffer batch = batch(0, 1).put(BatchLayout.MAGIC, (byte) 1);
        assertThatThrownBy(() -> baseOffsets(batch))
                .isInstanceOf(CorruptRecordsException.class)
                .hasMessageContaining("magic 1");
    }

    @Test
    void a_flipped_bit_is_found_by_the_crc() {
        ByteBuffer batch = batch(0, 1);
        batch.put(BatchLayout.RECORDS + 2, (byte) (batch.get(BatchLayout.RECORDS + 2) ^ 1));
        assertThatThrownBy(() -> RecordBatches.checkCrcs(batch))
                .isInstanceOf(CorruptRecordsException.class)
                .hasMessageContaining("base offset 0");
    }

    @Test
    void a_part_outside_the_buffer_is_refused() {
        assertThatThrownBy(() -> BatchCursor.over(ByteBuffer.allocate(5), 2, 6))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static List<Long> baseOffsets(ByteBuffer buffer) {
        List<Long> offsets = new ArrayList<>();
        BatchCursor cursor = BatchCursor.over(buffer);
        while (cursor.next()) {
            offsets.add(cursor.view().baseOffset());
        }
        return offsets;
    }

    private static ByteBuffer batch(long baseOffset, int records) {
        RecordBatchBuilder builder = RecordBatchBuilder.create().baseOffset(baseOffset);
        for (int i = 0; i < records; i++) {
            builder.append(i, null, ByteBuffer.allocate(3));
        }
        return builder.build();
    }
}
