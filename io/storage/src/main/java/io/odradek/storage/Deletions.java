package io.odradek.storage;

import io.odradek.base.Time;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is deleted when its time has come: the renamed folders of deleted logs, and the files of removed segments. What
 * cannot be deleted is tried again until it is, and shown until then. Where the disk is full, no delay counts.
 *
 * <p>Any thread.
 */
final class Deletions {
    private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);

    /** Between two attempts at what failed, or at what is still being read from. */
    private static final long RETRY_MS = 1_000;

    private sealed interface Subject {
        LogDirectory directory();
    }

    private record Folder(LogDirectory directory, Path path) implements Subject {
        @Override
        public String toString() {
            return "the folder " + path;
        }
    }

    private record Segments(LogDirectory directory, PartitionLog log) implements Subject {
        @Override
        public String toString() {
            return "removed segments in " + log.folder();
        }
    }

    private record Waiting(Subject subject, long dueMillis) {}

    private final Disk disk;
    private final Time time;
    private final LongConsumer announce;

    // All guarded by this; the second is only looked up, never walked.

    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::dueMillis));
    private final Map<Subject, Waiting> bySubject = new LinkedHashMap<>();
    private final Map<Subject, UnfinishedWork> failing = new LinkedHashMap<>();

    /** @param announce hears in how many ms {@link #removeDue} shall be called */
    Deletions(Disk disk, Time time, LongConsumer announce) {
        this.disk = disk;
        this.time = time;
        this.announce = announce;
    }

    void addFolder(LogDirectory directory, Path folder, long delayMillis) {
        add(new Folder(directory, folder), disk.isFull(directory.path()) ? 0 : delayMillis);
    }

    /** The log has removed segments; they are asked of it when the first of them is due. */
    void addSegments(LogDirectory directory, PartitionLog log) {
        OptionalLong nanos = log.nanosToDeletion();
        if (nanos.isPresent()) {
            // One early: a due time in whole milliseconds never comes after the one in nanoseconds.
            long millis = TimeUnit.NANOSECONDS.toMillis(Math.max(0, nanos.getAsLong() + 999_999));
            add(new Segments(directory, log), disk.isFull(directory.path()) ? 0 : millis);
        }
    }

    private void add(Subject subject, long delayMillis) {
        long now = time.monotonicMillis();
        long due = delayMillis > Long.MAX_VALUE - Math.max(0, now) ? Long.MAX_VALUE : now + delayMillis;
        boolean next;
        synchronized (this) {
            Waiting known = bySubject.get(subject);
            if (known != null && known.dueMillis() <= due) {
                return;
            }
            if (known != null) {
                waiting.remove(known);
            }
            Waiting added = new Waiting(subject, due);
            next = waiting.isEmpty() || due < waiting.element().dueMillis();
            waiting.add(added);
            bySubject.put(subject, added);
        }
        if (next) {
            announce.accept(delayMillis);
        }
    }

    /** Deletes what is due. */
    void removeDue() {
        for (Subject subject : takeDue()) {
            if (!subject.directory().isOnline()) {
                succeeded(subject);
                continue;
            }
            try {
                delete(subject);
                succeeded(subject);
            } catch (IOException e) {
                failed(subject, e);
            }
        }
        announceNext();
    }

    private void delete(Subject subject) throws IOException {
        switch (subject) {
            case Folder(LogDirectory directory, Path path) -> {
                Folders.deleteRecursively(disk, path);
                disk.syncDirectory(directory.path());
            }
            case Segments(LogDirectory directory, PartitionLog log) -> deleteSegments(directory, log);
        }
    }

    private void deleteSegments(LogDirectory directory, PartitionLog log) throws IOException {
        try {
            log.removeDeleted(disk.isFull(directory.path()));
        } catch (IOException e) {
            if (!log.isClosed()) {
                throw e;
            }
        }
        OptionalLong next = log.nanosToDeletion();
        if (next.isPresent() && !log.isClosed()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(Math.max(0, next.getAsLong() + 999_999));
            // What is due and still there is being read from.
            add(new Segments(directory, log), next.getAsLong() <= 0 ? RETRY_MS : millis);
        }
    }

    private void succeeded(Subject subject) {
        UnfinishedWork failure;
        synchronized (this) {
            failure = failing.remove(subject);
        }
        if (failure != null && subject.directory().isOnline()) {
            LOG.info("{} could be deleted now", subject);
        }
    }

    private void failed(Subject subject, IOException cause) {
        boolean first;
        synchronized (this) {
            first = failing.putIfAbsent(
                            subject,
                            new UnfinishedWork("deleting " + subject, String.valueOf(cause), time.wallMillis()))
                    == null;
        }
        if (first) {
            LOG.warn(
                    "{} cannot be deleted: {}; it is tried again every {} ms until it can be",
                    subject,
                    cause.toString(),
                    RETRY_MS);
        }
        add(subject, RETRY_MS);
    }

    private synchronized List<Subject> takeDue() {
        long now = time.monotonicMillis();
        List<Subject> due = new ArrayList<>();
        waiting.removeIf(candidate ->
                (candidate.dueMillis() <= now || isUrgent(candidate.subject())) && due.add(candidate.subject()));
        due.forEach(bySubject::remove);
        return due;
    }

    private boolean isUrgent(Subject subject) {
        return !failing.containsKey(subject) && disk.isFull(subject.directory().path());
    }

    private void announceNext() {
        OptionalLong next;
        synchronized (this) {
            Waiting first = waiting.peek();
            next = first == null ? OptionalLong.empty() : OptionalLong.of(first.dueMillis());
        }
        next.ifPresent(due -> announce.accept(Math.max(0, due - time.monotonicMillis())));
    }

    /** What could not be deleted so far. */
    synchronized List<UnfinishedWork> failing() {
        return List.copyOf(failing.values());
    }
}
