package io.odradek.replication;

import java.util.ArrayList;
import java.util.List;

/**
 * A log of records that each have an epoch and a value, of which a prefix is on disk. Immutable.
 *
 * @param durable how many records are on disk
 * @param epochs as in {@code leader-epoch-checkpoint}
 */
record ModelLog(List<Entry> entries, int durable, List<EpochStart> epochs) implements EpochHistory {
    static final ModelLog EMPTY = new ModelLog(List.of(), 0, List.of());

    record Entry(int epoch, int value) {}

    record EpochStart(int epoch, int start) {}

    ModelLog {
        entries = List.copyOf(entries);
        epochs = List.copyOf(epochs);
    }

    int end() {
        return entries.size();
    }

    LogPosition position() {
        return new LogPosition(0, end(), durable);
    }

    ModelLog assign(int epoch, long start) {
        if (epoch <= latestEpoch()) {
            return this;
        }
        List<EpochStart> changed = new ArrayList<>(epochs);
        changed.removeIf(known -> known.start() >= start);
        changed.add(new EpochStart(epoch, (int) start));
        return new ModelLog(entries, durable, changed);
    }

    ModelLog append(Entry entry) {
        List<Entry> grown = new ArrayList<>(entries);
        grown.add(entry);
        return new ModelLog(grown, durable, epochs).assign(entry.epoch(), end());
    }

    ModelLog sync() {
        return new ModelLog(entries, end(), epochs);
    }

    /** Cuts the epochs too, where there is nothing else to cut. */
    ModelLog truncate(long offset) {
        int end = (int) Math.min(offset, end());
        return new ModelLog(
                entries.subList(0, end),
                Math.min(durable, end),
                epochs.stream().filter(known -> known.start() < end).toList());
    }

    /** What a power loss leaves. */
    ModelLog crash() {
        return truncate(durable);
    }

    @Override
    public int latestEpoch() {
        return epochs.isEmpty() ? NONE : epochs.getLast().epoch();
    }

    @Override
    public EpochEnd endOf(int epoch) {
        if (epoch < 0 || epoch > latestEpoch()) {
            return EpochEnd.UNKNOWN;
        }
        if (epoch == latestEpoch()) {
            return new EpochEnd(epoch, end());
        }
        int next = 0;
        while (epochs.get(next).epoch() <= epoch) {
            next++;
        }
        return new EpochEnd(
                next == 0 ? epoch : epochs.get(next - 1).epoch(),
                epochs.get(next).start());
    }
}
