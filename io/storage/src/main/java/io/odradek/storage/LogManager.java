package io.odradek.storage;

import io.odradek.base.Time;
import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.DiskFullException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All logs of a broker in all its {@code log.dirs}: loads them at the start, makes and deletes them, keeps the checkpoints that
 * make the next start short, and does what falls due with time. A directory whose disk fails goes offline with its
 * logs; the others go on.
 *
 * <p>Lookups from any thread without waiting. Making, deleting and checkpointing exclude each other.
 */
public final class LogManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogManager.class);

    private final Disk disk;
    private final LogManagerSettings settings;
    private final Time time;
    private final LogListener listener;
    private final LogCreator creator;
    private final Deletions deletions;
    private final LogDeletion deletion;
    private final FlushTimer flushTimer;
    private final Scrubber scrubber;

    private final Map<TopicPartition, ManagedLog> logs = new ConcurrentHashMap<>();
    private final Map<TopicPartition, FailedLog> failedLogs = new ConcurrentHashMap<>();
    private final Map<TopicPartition, String> withheld = new ConcurrentHashMap<>();
    private volatile List<LogDirectory> directories = List.of();
    private volatile LogCheckpoints checkpoints = LogCheckpoints.NONE;
    private List<AutoCloseable> locks = List.of();
    private volatile long brokerEpoch = CleanShutdownMarker.NO_EPOCH;
    private volatile boolean loaded;
    private volatile boolean closed;

    private LogManager(Disk disk, LogManagerSettings settings, Time time, LogListener listener) {
        this.disk = disk;
        this.settings = settings;
        this.time = time;
        this.listener = listener;
        this.creator = new LogCreator(disk, time);
        this.deletions = new Deletions(disk, time, delayMs -> settings.host().removalDue(this, delayMs));
        this.deletion = new LogDeletion(disk, time, settings.uuids(), deletions);
        this.flushTimer = new FlushTimer(time);
        this.scrubber = new Scrubber(this::logs, time, settings.uuids().next().leastSignificantBits());
    }

    /**
     * Opens the directories, made and formatted where missing, and loads all logs in them.
     *
     * @param expected the cluster and node that the directories must belong to; its directory id does not matter
     * @param listener hears of every log's appends, syncs and failures
     * @throws MetaPropertiesMismatchException if one belongs to another cluster or node
     * @throws io.odradek.storage.disk.DiskLockedException if one is in use by another process
     * @throws IOException if none can be used, be it that the last fails while it is loaded, or a partition lies in two of
     *     them
     */
    public static LogManager open(
            Disk disk,
            List<Path> logDirs,
            MetaProperties expected,
            LogManagerSettings settings,
            Time time,
            LogListener listener)
            throws IOException {
        LogManager manager = new LogManager(disk, settings, time, listener);
        manager.openDirectories(logDirs, expected);
        try {
            manager.load();
            DirectoryOpener.requireOneUsable(manager.directories);
        } catch (IOException | RuntimeException e) {
            manager.abandonAll();
            throw e;
        }
        return manager;
    }

    private void openDirectories(List<Path> paths, MetaProperties expected) throws IOException {
        DirectoryOpener opener = new DirectoryOpener(disk, expected, settings, this::syncFailed);
        directories = opener.open(paths);
        locks = opener.locks();
        checkpoints = new LogCheckpoints(directories, this::recoveryPoints, this::directoryFailed);
    }

    private void load() throws IOException {
        List<DirectoryLoader> loaders = new ArrayList<>();
        List<Runnable> loads = new ArrayList<>();
        for (LogDirectory directory : directories) {
            if (!directory.isOnline()) {
                continue;
            }
            DirectoryLoader loader = new DirectoryLoader(disk, directory, settings, time, listenerOf(directory));
            loaders.add(loader);
            try {
                loads.addAll(loader.tasks());
            } catch (IOException e) {
                directoryFailed(directory, e);
            }
        }
        SideBySide.run(settings.loading(), loads);
        for (DirectoryLoader loader : loaders) {
            adopt(loader);
        }
        brokerEpoch = closedByEpoch(loaders);
        loaded = true;
    }

    /** Directories that tell different stories, or not all of it, do not vouch for all replicas. */
    private long closedByEpoch(List<DirectoryLoader> loaders) {
        List<Long> epochs =
                loaders.stream().map(DirectoryLoader::closedByEpoch).distinct().toList();
        boolean whole = loaders.size() == directories.size()
                && directories.stream().allMatch(LogDirectory::isOnline)
                && failedLogs.isEmpty();
        return whole && epochs.size() == 1 ? epochs.getFirst() : CleanShutdownMarker.NO_EPOCH;
    }

    private void adopt(DirectoryLoader loader) throws IOException {
        LogDirectory directory = loader.directory();
        for (Map.Entry<TopicPartition, PartitionLog> entry : loader.loaded().entrySet()) {
            ManagedLog other = logs.putIfAbsent(entry.getKey(), new ManagedLog(entry.getValue(), directory));
            if (other != null) {
                entry.getValue().abandon();
                throw new IOException("the partition " + entry.getKey() + " lies in both " + other.directory() + " and "
                        + directory + ": move one of the two folders away");
            }
        }
        failedLogs.putAll(loader.failed());
        loader.markOpen(this::directoryFailed);
        loader.deleted().forEach(folder -> deletions.addFolder(directory, folder, 0));
        directory.offlineCause().ifPresent(cause -> dropLogsOf(directory, cause));
    }

    /** The log of a partition; empty if there is none, or its directory is offline. */
    public Optional<PartitionLog> log(TopicPartition partition) {
        ManagedLog managed = logs.get(partition);
        return managed == null ? Optional.empty() : Optional.of(managed.log());
    }

    /**
     * The epoch of the broker whose replicas lie here whole: at first of the one that closed all directories in order, -1 if there
     * is none, then that of {@link #registered}.
     */
    public long brokerEpoch() {
        return brokerEpoch;
    }

    /** The broker is registered with this epoch: a clean end is from now on told as its own (KIP-966). */
    public void registered(long epoch) {
        brokerEpoch = epoch;
    }

    /** The directory that a partition's log lies in. */
    public Optional<LogDirectory> directoryOf(TopicPartition partition) {
        ManagedLog managed = logs.get(partition);
        return managed == null ? Optional.empty() : Optional.of(managed.directory());
    }

    /** All logs of the directories that are online, in no order. */
    public Collection<PartitionLog> logs() {
        return logs.values().stream().map(ManagedLog::log).toList();
    }

    /** The logs that lie in the directory. */
    public List<PartitionLog> logsIn(LogDirectory directory) {
        return logs.values().stream()
                .filter(managed -> managed.directory() == directory)
                .map(ManagedLog::log)
                .toList();
    }

    /** Logs that could not be loaded, with the reason. */
    public Map<TopicPartition, FailedLog> failedLogs() {
        return new TreeMap<>(failedLogs);
    }

    /** Checks closed segments for damage; somebody has to drive it. */
    public Scrubber scrubber() {
        return scrubber;
    }

    /** All directories, offline ones included, in the order of the configuration. */
    public List<LogDirectory> directories() {
        return directories;
    }

    /** Partitions that must not be made anew, since their data lies where this broker does not see it, with the reason. */
    public void withhold(Map<TopicPartition, String> reasons) {
        withheld.putAll(reasons);
    }

    /**
     * Makes a partition's log, or returns the one that is there.
     *
     * @param wanted the id of the directory to make it in; otherwise, and for Kafka's reserved ids, the one with the
     *     fewest logs is taken
     * @throws ApiException KAFKA_STORAGE_ERROR if no directory can take it; INCONSISTENT_TOPIC_ID if a log of
     *     another topic of that name is there
     */
    public synchronized PartitionLog create(
            TopicPartition partition, Uuid topicId, LogConfig config, Optional<Uuid> wanted) {
        ManagedLog existing = logs.get(partition);
        if (existing != null) {
            if (!existing.log().topicId().equals(topicId)) {
                throw new ApiException(
                        ErrorCode.INCONSISTENT_TOPIC_ID,
                        "the log of " + partition + " belongs to the topic id "
                                + existing.log().topicId() + ", not to " + topicId + "; delete it first");
            }
            return existing.log();
        }
        deletion.retry(partition).ifPresent(reason -> {
            throw new ApiException(ErrorCode.KAFKA_STORAGE_ERROR, reason);
        });
        refuseIfNotLoaded(partition);
        LogDirectory directory = chooseDirectory(partition, wanted, Map.of());
        try {
            creator.makeFolders(directory, List.of(partition));
        } catch (IOException e) {
            throw notMade(partition, directory, e);
        }
        return open(new NewLog(partition, topicId, config, wanted), directory);
    }

    /**
     * Makes many logs side by side, which takes a fraction of the time that one after the other takes. What cannot be
     * made is left out: {@link #create} of the partition then tells why.
     */
    public synchronized void createAll(Collection<NewLog> wanted) {
        Map<LogDirectory, List<NewLog>> byDirectory = new LinkedHashMap<>();
        Map<LogDirectory, Integer> added = new LinkedHashMap<>();
        for (NewLog log : wanted) {
            TopicPartition partition = log.partition();
            if (logs.containsKey(partition) || failedLogs.containsKey(partition) || withheld.containsKey(partition)) {
                continue;
            }
            try {
                LogDirectory directory = chooseDirectory(log.partition(), log.directory(), added);
                added.merge(directory, 1, Integer::sum);
                byDirectory.computeIfAbsent(directory, _ -> new ArrayList<>()).add(log);
            } catch (ApiException e) {
                LOG.warn("the log of {} was not made: {}", log.partition(), e.getMessage());
            }
        }
        byDirectory.forEach(this::createAllIn);
    }

    private void createAllIn(LogDirectory directory, List<NewLog> wanted) {
        try {
            creator.makeFolders(
                    directory, wanted.stream().map(NewLog::partition).toList());
        } catch (IOException | ApiException e) {
            // Each is tried again, alone, when it is asked for.
            LOG.warn("the folders of {} logs in {} were not made: {}", wanted.size(), directory, e.getMessage());
            return;
        }
        List<Runnable> opens = new ArrayList<>();
        wanted.forEach(log -> opens.add(() -> openOrLog(log, directory)));
        SideBySide.run(settings.loading(), opens);
    }

    private void openOrLog(NewLog log, LogDirectory directory) {
        try {
            open(log, directory);
        } catch (ApiException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private PartitionLog open(NewLog wanted, LogDirectory directory) {
        try {
            PartitionLog log = creator.open(wanted, directory, listenerOf(directory));
            logs.put(wanted.partition(), new ManagedLog(log, directory));
            return log;
        } catch (IOException e) {
            throw notMade(wanted.partition(), directory, e);
        }
    }

    private ApiException notMade(TopicPartition partition, LogDirectory directory, IOException cause) {
        if (!(cause instanceof DiskFullException)) {
            directoryFailed(directory, cause);
        }
        return new ApiException(
                ErrorCode.KAFKA_STORAGE_ERROR, "the log of " + partition + " was not made: " + cause.getMessage());
    }

    private void refuseIfNotLoaded(TopicPartition partition) {
        String reason = withheld.get(partition);
        if (reason != null) {
            throw new ApiException(
                    ErrorCode.KAFKA_STORAGE_ERROR, "the log of " + partition + " is not here: " + reason);
        }
        FailedLog failed = failedLogs.get(partition);
        if (failed != null) {
            throw new ApiException(
                    ErrorCode.KAFKA_STORAGE_ERROR,
                    "the log of " + partition + " in " + failed.directory() + " could not be loaded: "
                            + failed.cause().getMessage());
        }
    }

    /** @param added logs that are about to be made, beside those that are there */
    private LogDirectory chooseDirectory(
            TopicPartition partition, Optional<Uuid> wanted, Map<LogDirectory, Integer> added) {
        Optional<Uuid> id = wanted.filter(directory -> !LogDirectory.isReservedId(directory));
        return directories.stream()
                .filter(LogDirectory::isOnline)
                .filter(directory -> id.isEmpty() || directory.id().equals(id.get()))
                .min(Comparator.comparingInt(directory -> logsIn(directory).size() + added.getOrDefault(directory, 0)))
                .orElseThrow(() -> new ApiException(
                        ErrorCode.KAFKA_STORAGE_ERROR,
                        "no log directory is online that could hold " + partition
                                + id.map(directory -> ", wanted in directory " + directory)
                                        .orElse("")));
    }

    private LogListener listenerOf(LogDirectory directory) {
        return new DirectoryListener(directory, listener, this::directoryFailed, deletions);
    }

    /**
     * Deletes a partition's log: it is gone when this returns, its files go after {@code file.delete.delay.ms}, or at once
     * where the disk is full. If the folder cannot be renamed yet, for want of space, that is tried again until it can, see
     * {@link #unfinished()}. Nothing happens if there is no log.
     *
     * @throws ApiException KAFKA_STORAGE_ERROR if the directory's disk fails
     */
    public synchronized void delete(TopicPartition partition) {
        ManagedLog managed = logs.remove(partition);
        if (managed != null) {
            managed.log().abandon();
            try {
                deletion.delete(managed);
            } catch (IOException e) {
                throw notDeleted(managed, e);
            }
        }
    }

    /**
     * Takes the log of a topic that is gone out of the way of another topic that has its name. The folder stays, under
     * Kafka's name for strays, until somebody removes it. Nothing happens if there is no log.
     *
     * @throws ApiException KAFKA_STORAGE_ERROR if the directory's disk fails
     */
    public synchronized void setAside(TopicPartition partition) {
        ManagedLog managed = logs.remove(partition);
        if (managed != null) {
            managed.log().abandon();
            try {
                Path renamed = deletion.setAside(managed);
                LOG.warn("the log of {} belongs to a topic that is gone; it is kept in {}", partition, renamed);
            } catch (IOException e) {
                throw notDeleted(managed, e);
            }
        }
    }

    private ApiException notDeleted(ManagedLog managed, IOException cause) {
        directoryFailed(managed.directory(), cause);
        return new ApiException(
                ErrorCode.KAFKA_STORAGE_ERROR,
                "the log of " + managed.log().topicPartition() + " was not deleted: " + cause.getMessage());
    }

    /** Deletes the files of deleted logs and removed segments whose time has come; see {@link LogManagerHost#removalDue}. */
    public void removeDue() {
        if (!closed) {
            deletion.retryAll().forEach(this::directoryFailed);
            deletions.removeDue();
        }
    }

    /** What could not be done so far and is tried again until it is. */
    public List<UnfinishedWork> unfinished() {
        List<UnfinishedWork> all = new ArrayList<>(deletion.pending());
        all.addAll(deletions.failing());
        return all;
    }

    /**
     * Cuts a log, which may reach below what was synced: the checkpoint is lowered first, or a crash would leave a
     * recovery point beyond what is known to be on disk.
     */
    public synchronized void truncateTo(PartitionLog log, long offset) throws IOException {
        ManagedLog managed = logs.get(log.topicPartition());
        if (managed != null && managed.log() == log && offset < log.recoveryPoint()) {
            checkpoints.write(managed.directory(), Map.of(log.topicPartition(), offset));
        }
        log.truncateTo(offset);
    }

    /** Drops all of a log and lets it start anew at the offset; see {@link #truncateTo}. */
    public synchronized void truncateFullyAndStartAt(PartitionLog log, long offset) throws IOException {
        ManagedLog managed = logs.get(log.topicPartition());
        if (managed != null && managed.log() == log) {
            checkpoints.write(managed.directory(), Map.of(log.topicPartition(), 0L));
        }
        log.truncateFullyAndStartAt(offset);
    }

    /** Writes down how far each log is synced and where it starts. Often enough, restarts after a crash are short. */
    public synchronized void checkpoint() {
        checkpoints.writeAll();
    }

    /**
     * Makes the log start offsets of logs durable, as they are at the call or higher: after a crash none of them starts
     * earlier. Calls at the same time share one write for each directory.
     *
     * @return those of the logs of which that could not be done, since the disk is full or has failed
     */
    public List<PartitionLog> keepStartOffsets(Collection<PartitionLog> moved) {
        return checkpoints.keepStartOffsets(moved, logs);
    }

    private Map<TopicPartition, RecoveryPoint> recoveryPoints(LogDirectory directory) {
        Map<TopicPartition, RecoveryPoint> points = new TreeMap<>();
        failedLogs.forEach((partition, failed) -> {
            if (failed.directory() == directory) {
                points.put(partition, failed.recoveryPoint());
            }
        });
        for (PartitionLog log : logsIn(directory)) {
            points.put(log.topicPartition(), new RecoveryPoint(log.recoveryPoint(), log.logStartOffset(), false));
        }
        return points;
    }

    /**
     * Does what falls due with time: rolls segments, applies retention, forgets producers, and syncs what {@code flush.ms}
     * asks for. One thread, every few seconds.
     *
     * @param highWatermarks of the logs; nothing at or above is deleted
     */
    public void runMaintenance(ToLongFunction<PartitionLog> highWatermarks) {
        for (ManagedLog managed : logs.values()) {
            PartitionLog log = managed.log();
            try {
                log.rollIfDue();
                log.applyRetention(highWatermarks.applyAsLong(log));
                log.expireProducers();
            } catch (DiskFullException e) {
                // That the disk is full has been said once; every log would say it again with every sweep.
                LOG.debug("maintenance of {} waits for space: {}", log.topicPartition(), e.getMessage());
            } catch (ApiException e) {
                // The log was deleted, or its directory went offline, since the loop began.
                LOG.debug("maintenance of {} is over: {}", log.topicPartition(), e.getMessage());
            } catch (IOException e) {
                if (log.isClosed()) {
                    // It was deleted meanwhile: that its files are not found says nothing about the disk.
                    LOG.debug("maintenance of {} is over: {}", log.topicPartition(), e.toString());
                } else {
                    directoryFailed(managed.directory(), e);
                }
            }
        }
        flushTimer.check(logs.values());
        removeDue();
    }

    private void syncFailed(PartitionLog log, IOException cause) {
        ManagedLog managed = logs.get(log.topicPartition());
        if (managed != null && managed.log() == log) {
            directoryFailed(managed.directory(), cause);
        }
    }

    /** The disk under a directory has failed: it goes offline with its logs. Any thread. */
    public void directoryFailed(LogDirectory directory, IOException cause) {
        if (directory.markOffline(cause)) {
            LOG.error("the log directory {} goes offline: {}", directory, cause.toString(), cause);
            dropLogsOf(directory, cause);
            // Before that, it is the start that fails, and it says so itself.
            if (loaded && directories.stream().noneMatch(LogDirectory::isOnline)) {
                settings.host().lastDirectoryFailed(directory, cause);
            }
        }
    }

    private void dropLogsOf(LogDirectory directory, IOException cause) {
        for (PartitionLog log : logsIn(directory)) {
            if (logs.remove(log.topicPartition()) != null) {
                log.abandon();
                listener.failed(log, cause);
            }
        }
    }

    /**
     * Closes every log in order, so that the next start has nothing to check. Directories whose logs could not be closed get
     * no marker and are checked at the next start.
     */
    @Override
    public synchronized void close() {
        closed = true;
        for (LogDirectory directory : directories) {
            if (directory.isOnline()) {
                closeInOrder(directory);
            }
            directory.committer().stop();
        }
        DirectoryOpener.releaseAll(locks);
    }

    private void closeInOrder(LogDirectory directory) {
        AtomicInteger notClosed = new AtomicInteger();
        List<Runnable> closes = new ArrayList<>();
        for (PartitionLog log : logsIn(directory)) {
            closes.add(() -> {
                if (!close(log)) {
                    notClosed.incrementAndGet();
                }
            });
        }
        SideBySide.run(settings.loading(), closes);
        try {
            checkpoints.write(directory, Map.of());
            if (notClosed.get() == 0 && directory.isOnline()) {
                directory.openMarker().clear();
                CleanShutdownMarker.write(disk, directory.path(), brokerEpoch);
            }
        } catch (IOException e) {
            LOG.error("the log directory {} was not closed in order: {}", directory, e.toString(), e);
        }
    }

    private static boolean close(PartitionLog log) {
        try {
            log.close();
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.error("the log of {} was not closed in order: {}", log.topicPartition(), e.toString(), e);
            return false;
        }
    }

    private void abandonAll() {
        logs.values().forEach(managed -> managed.log().abandon());
        directories.forEach(directory -> directory.committer().stop());
        DirectoryOpener.releaseAll(locks);
    }
}
