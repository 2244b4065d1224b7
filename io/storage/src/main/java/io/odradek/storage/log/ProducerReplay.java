package io.odradek.storage.log;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.record.BatchHeader;
import io.odradek.storage.AbortedTransaction;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Rebuilds what a log knows of its producers: from the latest usable snapshot and the batches behind it. One thread. */
final class ProducerReplay {
    private static final int MAX_CONTROL_BATCH_BYTES = 64 * 1024;

    private final SegmentList segments;
    private final ProducerStates states;
    private final SnapshotFiles snapshots;

    ProducerReplay(SegmentList segments, ProducerStates states, SnapshotFiles snapshots) {
        this.segments = segments;
        this.states = states;
        this.snapshots = snapshots;
    }

    /** Rebuilds the state before {@code endOffset} from a snapshot not later than {@code trusted}. */
    void replay(long trusted, long endOffset) throws IOException {
        long from = snapshots.load(states, segments.first().baseOffset(), trusted);
        if (from >= endOffset) {
            return;
        }
        for (int i = segments.floor(from); i < segments.count(); i++) {
            Segment segment = segments.get(i);
            if (segment.size() > 0 && segment.baseOffset() < endOffset) {
                replay(segment, from);
            }
        }
    }

    private void replay(Segment segment, long from) throws IOException {
        int position = from <= segment.baseOffset() ? 0 : segment.positionOf(from);
        HeaderScanner scanner = segment.scan(position, HeaderScanner.LARGE_BLOCK);
        while (scanner.next()) {
            if (BatchHeader.isIdempotent(scanner.header(), scanner.at())) {
                apply(segment, scanner);
            }
        }
        if (!scanner.stopReason().isEmpty()) {
            throw segment.damaged(scanner);
        }
    }

    private void apply(Segment segment, HeaderScanner scanner) throws IOException {
        if (!BatchHeader.isControl(scanner.header(), scanner.at())) {
            states.apply(scanner.header(), scanner.at());
            return;
        }
        if (scanner.size() > MAX_CONTROL_BATCH_BYTES) {
            throw new IOException("the control batch at offset " + scanner.baseOffset() + " of "
                    + segment.log().path() + " has " + scanner.size() + " bytes");
        }
        ByteBuffer batch = ByteBuffer.allocate(scanner.size());
        segment.log().opened().read(batch, scanner.position());
        try {
            AbortedTransaction aborted = states.apply(batch.flip(), 0);
            if (aborted != null) {
                segment.aborted().append(aborted);
            }
        } catch (CorruptRecordsException e) {
            throw new IOException(
                    "the control batch at offset " + scanner.baseOffset() + " of "
                            + segment.log().path() + " is damaged: " + e.getMessage(),
                    e);
        }
    }
}
