package io.odradek.raft;

import java.util.ArrayList;
import java.util.List;

/** Where each leader epoch of the log begins; epochs and offsets ascend. Immutable. */
public record EpochHistory(List<Start> starts) {
    /** No epoch has begun. */
    public static final EpochHistory EMPTY = new EpochHistory(List.of());

    /** An epoch and the offset of its first record, which may not be written yet. */
    public record Start(int epoch, long offset) {}

    /** Where an epoch ended: exclusive. */
    public record End(int epoch, long offset) {}

    public EpochHistory {
        starts = List.copyOf(starts);
        for (int i = 1; i < starts.size(); i++) {
            Start before = starts.get(i - 1);
            Start after = starts.get(i);
            if (after.epoch() <= before.epoch() || after.offset() < before.offset()) {
                throw new IllegalArgumentException("epochs and offsets ascend, but " + after + " follows " + before);
            }
        }
    }

    /** The newest epoch, {@code otherwise} if there is none. */
    public int latestOr(int otherwise) {
        return starts.isEmpty() ? otherwise : starts.getLast().epoch();
    }

    /** With the epoch begun at the offset; as it is if the epoch has begun. */
    public EpochHistory begin(int epoch, long offset) {
        if (latestOr(-1) >= epoch) {
            return this;
        }
        List<Start> more = new ArrayList<>(starts);
        while (!more.isEmpty() && more.getLast().offset() >= offset) {
            more.removeLast(); // an epoch without records
        }
        more.add(new Start(epoch, offset));
        return new EpochHistory(more);
    }

    /** Without what begins at or behind the log's new end. */
    public EpochHistory truncateTo(long endOffset) {
        return new EpochHistory(
                starts.stream().filter(start -> start.offset() < endOffset).toList());
    }

    /**
     * Where the newest epoch that is not above the asked one ended; below the first known one, the asked one where that begins.
     *
     * @param logEnd where the newest epoch ends
     */
    public End endOf(int epoch, long logEnd) {
        if (starts.isEmpty()) {
            return new End(epoch, logEnd);
        }
        if (epoch < starts.getFirst().epoch()) {
            return new End(epoch, starts.getFirst().offset());
        }
        for (int i = starts.size() - 1; i > 0; i--) {
            if (starts.get(i).epoch() <= epoch) {
                return new End(
                        starts.get(i).epoch(),
                        i + 1 < starts.size() ? starts.get(i + 1).offset() : logEnd);
            }
        }
        return new End(
                starts.getFirst().epoch(), starts.size() > 1 ? starts.get(1).offset() : logEnd);
    }

    /** The epoch of the record at the offset, {@code otherwise} if it lies before the first known epoch. */
    public int epochAt(long offset, int otherwise) {
        int epoch = otherwise;
        for (Start start : starts) {
            if (start.offset() <= offset) {
                epoch = start.epoch();
            }
        }
        return epoch;
    }
}
