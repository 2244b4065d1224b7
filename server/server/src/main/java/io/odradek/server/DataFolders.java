package io.odradek.server;

import io.odradek.base.Uuid;
import io.odradek.base.UuidSource;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.quorum.KraftSpec;
import io.odradek.storage.Folders;
import io.odradek.storage.MetaProperties;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folders that a server keeps its data in, and the cluster and node that they belong to.
 *
 * @param isFormatted whether the metadata directory has its {@code meta.properties}
 */
record DataFolders(List<Path> logDirs, Path metadataDir, MetaProperties identity, boolean isFormatted) {
    /**
     * Finds out which cluster the folders belong to; changes nothing.
     *
     * @throws StartException if they are not formatted and {@code formatsItself} does not allow to, belong to different
     *     clusters or to another node, cannot be read, or the metadata that was there is gone
     */
    static DataFolders find(Disk disk, ServerOptions options, UuidSource ids) throws StartException {
        BrokerConfig config = options.config();
        List<Path> logDirs = config.logDirs().stream()
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .toList();
        Path metadataDir = Path.of(config.metadataLogDir()).toAbsolutePath();
        Set<Path> all = new LinkedHashSet<>(logDirs);
        all.add(metadataDir);
        Optional<MetaProperties> found = Optional.empty();
        Optional<Path> formatted = Optional.empty();
        for (Path folder : all) {
            Optional<MetaProperties> here = read(disk, folder);
            if (here.isPresent()) {
                check(folder, here.get(), config.nodeId(), found);
                found = here;
                formatted = Optional.of(folder);
            }
        }
        boolean isFormatted = read(disk, metadataDir).isPresent();
        refuseIfMetadataIsGone(disk, all, metadataDir, isFormatted, formatted);
        if (found.isEmpty() && !options.formatsItself()) {
            throw new StartException("No meta.properties was found in " + metadataDir
                    + ": format it first with bin/kafka-storage.sh format --standalone -t $(bin/kafka-storage.sh"
                    + " random-uuid) -c FILE");
        }
        MetaProperties identity =
                found.orElseGet(() -> new MetaProperties(ids.next().toString(), config.nodeId(), Uuid.ZERO));
        return new DataFolders(logDirs, metadataDir, identity, isFormatted);
    }

    /** A folder that is not what it was is no new one: formatting it would begin a cluster in which nothing exists. */
    private static void refuseIfMetadataIsGone(
            Disk disk, Set<Path> all, Path metadataDir, boolean isFormatted, Optional<Path> formatted)
            throws StartException {
        boolean hasLog = isNotEmpty(disk, metadataDir.resolve(KraftSpec.FOLDER));
        if (!isFormatted && (hasLog || formatted.isPresent())) {
            throw new StartException("The metadata directory " + metadataDir + " has no " + MetaProperties.FILE_NAME
                    + (hasLog
                            ? ", but a metadata log: put the file back, with the lines version=1, cluster.id, node.id"
                                    + " and directory.id"
                            : ", while " + formatted.get() + " is in use: its disk may not be mounted, or"
                                    + " metadata.log.dir (by default the first of log.dirs) names another directory than"
                                    + " before")
                    + ". Nothing was changed");
        }
        for (Path folder : all) {
            int partitions = LogDirsCheck.partitions(disk, folder).size();
            if (!hasLog && partitions > 0) {
                throw new StartException("The metadata directory " + metadataDir + " has no metadata log (the folder "
                        + KraftSpec.FOLDER + "), but " + folder + " holds " + partitions + " partitions, of which"
                        + " nothing is known without it: restore it from a backup, or start with empty folders. Nothing"
                        + " was changed");
            }
        }
    }

    private static boolean isNotEmpty(Disk disk, Path folder) throws StartException {
        try {
            return disk.isDirectory(folder) && disk.list(folder).stream().anyMatch(name -> !name.startsWith("."));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    static StartException unreadable(Path folder, IOException cause) {
        return new StartException("The folder " + folder + " cannot be read: " + cause.getMessage(), cause);
    }

    private static Optional<MetaProperties> read(Disk disk, Path folder) throws StartException {
        try {
            return MetaProperties.read(disk, folder);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static void check(Path folder, MetaProperties here, int nodeId, Optional<MetaProperties> before)
            throws StartException {
        if (here.nodeId() != nodeId) {
            throw new StartException("The folder " + folder + " belongs to node " + here.nodeId() + ", not to node "
                    + nodeId + ": set node.id=" + here.nodeId() + " or use another folder");
        }
        if (before.isPresent() && !before.get().clusterId().equals(here.clusterId())) {
            throw new StartException("The folder " + folder + " belongs to the cluster " + here.clusterId()
                    + ", another one to the cluster " + before.get().clusterId() + ": they cannot be used together");
        }
    }

    /** Makes a new metadata directory ready; does nothing if it is. */
    void format(Disk disk, UuidSource ids) throws StartException {
        if (isFormatted) {
            return;
        }
        try {
            Folders.create(disk, metadataDir);
            identity.withDirectoryId(ids.next()).write(disk, metadataDir);
        } catch (IOException e) {
            throw new StartException("The folder " + metadataDir + " cannot be written: " + e.getMessage(), e);
        }
    }
}
