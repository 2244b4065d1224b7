package io.odradek.storage.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The bytes of one simulated file: what readers see, what is on the platter, and the changes in between.
 *
 * <p>A sync that fails drops the changes it should have written, as Linux does: they stay readable, a later sync says
 * nothing, and a crash loses them.
 */
final class SimulatedContent {
    /** A crash keeps or loses unsynced content by pieces of this size. */
    private static final int SECTOR = 512;

    private sealed interface Change {}

    private record Write(int position, byte[] bytes) implements Change {}

    private record Cut(int size) implements Change {}

    private Image current = new Image();
    private Image durable = new Image();
    private final List<Change> unsynced = new ArrayList<>();
    private long changes;

    int size() {
        return current.size;
    }

    byte[] bytes() {
        return Arrays.copyOf(current.bytes, current.size);
    }

    int read(byte[] target, int offset, int length, long position) {
        if (position >= current.size) {
            return 0;
        }
        int count = (int) Math.min(length, current.size - position);
        System.arraycopy(current.bytes, (int) position, target, offset, count);
        return count;
    }

    void write(int position, byte[] bytes) {
        apply(new Write(position, bytes));
    }

    void truncate(int size) {
        apply(new Cut(size));
    }

    private void apply(Change change) {
        current.apply(change);
        unsynced.add(change);
        changes++;
    }

    /** Changes so far: what a sync that begins now is to make durable. */
    long changes() {
        return changes;
    }

    /** Makes durable what had changed when there were so many {@link #changes}. */
    void sync(long upTo) {
        List<Change> covered = covered(upTo);
        covered.forEach(durable::apply);
        covered.clear();
    }

    void failSync(long upTo) {
        covered(upTo).clear();
    }

    private List<Change> covered(long upTo) {
        long first = changes - unsynced.size();
        return unsynced.subList(0, Math.clamp(upTo - first, 0, unsynced.size()));
    }

    /** Reads come from the platter from now on, but for what a sync is still to write. */
    void dropFromCache(long position, long bytes) {
        Image rebuilt = durable.copy();
        unsynced.forEach(rebuilt::apply);
        rebuilt.resize(current.size);
        int from = (int) Math.min(position, current.size);
        int to = (int) Math.min(position + bytes, current.size);
        System.arraycopy(rebuilt.bytes, from, current.bytes, from, Math.max(0, to - from));
    }

    boolean isDirty() {
        return !unsynced.isEmpty();
    }

    void flipBit(long bit) {
        int index = Math.toIntExact(bit / Byte.SIZE);
        int mask = 1 << (bit % Byte.SIZE);
        current.bytes[index] ^= (byte) mask;
        if (index < durable.size) {
            durable.bytes[index] ^= (byte) mask;
        }
    }

    /** What a power failure leaves. */
    SimulatedContent survivor(RandomGenerator random) {
        Image left = durable.copy();
        switch (random.nextInt(4)) {
            case 0 -> {} // nothing of the unsynced changes
            case 1 -> unsynced.forEach(left::apply); // all of them
            case 2 -> applyTornPrefix(left, random);
            default -> mixSectors(left, random);
        }
        SimulatedContent survivor = new SimulatedContent();
        survivor.current = left;
        survivor.durable = left.copy();
        return survivor;
    }

    private void applyTornPrefix(Image left, RandomGenerator random) {
        int whole = random.nextInt(unsynced.size() + 1);
        unsynced.subList(0, whole).forEach(left::apply);
        if (whole < unsynced.size() && unsynced.get(whole) instanceof Write(int position, byte[] bytes)) {
            left.apply(new Write(position, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))));
        }
    }

    /** Every sector is the old or the new one, and the length any between the old and the new. */
    private void mixSectors(Image left, RandomGenerator random) {
        int shorter = Math.min(durable.size, current.size);
        int longer = Math.max(durable.size, current.size);
        int size = random.nextInt(shorter, longer + 1);
        left.resize(size);
        for (int start = 0; start < size; start += SECTOR) {
            int end = Math.min(Math.min(start + SECTOR, size), current.size);
            if (end > start && random.nextBoolean()) {
                System.arraycopy(current.bytes, start, left.bytes, start, end - start);
            }
        }
    }

    private static final class Image {
        byte[] bytes = new byte[0];
        int size;

        void apply(Change change) {
            switch (change) {
                case Write(int position, byte[] written) -> {
                    resize(Math.max(size, position + written.length));
                    System.arraycopy(written, 0, bytes, position, written.length);
                }
                case Cut(int length) -> resize(length);
            }
        }

        void resize(int length) {
            if (length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length, Math.max(SECTOR, bytes.length * 2)));
            }
            if (length < size) {
                Arrays.fill(bytes, length, size, (byte) 0);
            }
            size = length;
        }

        Image copy() {
            Image copy = new Image();
            copy.bytes = Arrays.copyOf(bytes, size);
            copy.size = size;
            return copy;
        }
    }
}
