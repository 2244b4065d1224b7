package io.odradek.server;

import io.odradek.base.Time;
import io.odradek.base.UuidSource;
import io.odradek.broker.cluster.TopicConfigurations;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.controller.ControllerContext;
import io.odradek.storage.LogManager;
import io.odradek.storage.LogManagerHost;
import io.odradek.storage.LogManagerSettings;
import io.odradek.storage.MetaPropertiesMismatchException;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.DiskLockedException;
import io.odradek.storage.disk.DiskWithReserve;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Opens the logs of a broker. */
final class StorageAssembly {
    /** What waits for space on a disk is tried again after so long. */
    private static final long SPACE_RETRY_MILLIS = 200;

    private StorageAssembly() {}

    /** The disk with room kept back in every folder that the server writes to. */
    static DiskWithReserve withReserve(Disk disk, BrokerConfig config, Time time) {
        List<Path> folders = Stream.concat(config.logDirs().stream(), Stream.of(config.metadataLogDir()))
                .map(folder -> Path.of(folder).toAbsolutePath())
                .toList();
        return new DiskWithReserve(disk, time, folders, config.logs().reserveBytes());
    }

    /** @param disk the node's, with what it keeps back */
    static LogManager open(
            Disk disk,
            NodeSeams seams,
            DataFolders folders,
            BrokerConfig config,
            UuidSource ids,
            PartitionRegistry partitions,
            LogManagerHost host,
            StartCheck check)
            throws StartException {
        NodeExecutors executors = seams.executors();
        TopicConfigurations topics =
                new TopicConfigurations(new ControllerContext(config).config(check.image()), check.image());
        LogManagerSettings settings = new LogManagerSettings(
                topics::logConfig,
                executors.blocking(),
                executors.syncing(),
                task -> {
                    var _ = seams.timers().schedule(SPACE_RETRY_MILLIS, task);
                },
                executors.syncParallelism(),
                ids,
                host);
        try {
            LogManager logs = LogManager.open(
                    disk,
                    folders.logDirs(),
                    folders.identity(),
                    settings,
                    seams.time(),
                    new PartitionEvents(partitions));
            logs.withhold(check.logDirs().withheld());
            return logs;
        } catch (MetaPropertiesMismatchException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (DiskLockedException e) {
            throw new StartException(
                    "The data in " + config.logDirs() + " is in use by another process: stop it, or use another folder",
                    e);
        } catch (IOException e) {
            throw new StartException("The data in " + config.logDirs() + " cannot be opened: " + e.getMessage(), e);
        }
    }
}
