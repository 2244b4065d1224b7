package io.odradek.server;

import io.odradek.base.Uuid;
import io.odradek.base.UuidSource;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.storage.Folders;
import io.odradek.storage.MetaProperties;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The folders that a server keeps its data in, and the cluster and node that they belong to. */
record DataFolders(List<Path> logDirs, Path metadataDir, MetaProperties identity) {
    /**
     * Finds out which cluster the folders belong to.
     *
     * @throws StartException if they are not formatted and {@code formatsItself} does not allow to, belong to different
     *     clusters or to another node, or cannot be read or written
     */
    static DataFolders open(Disk disk, ServerOptions options, UuidSource ids) throws StartException {
        BrokerConfig config = options.config();
        List<Path> logDirs = config.logDirs().stream()
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .toList();
        Path metadataDir = Path.of(config.metadataLogDir()).toAbsolutePath();
        Set<Path> all = new LinkedHashSet<>(logDirs);
        all.add(metadataDir);
        Optional<MetaProperties> found = Optional.empty();
        for (Path folder : all) {
            Optional<MetaProperties> here = read(disk, folder);
            if (here.isPresent()) {
                check(folder, here.get(), config.nodeId(), found);
                found = here;
            }
        }
        if (found.isEmpty() && !options.formatsItself()) {
            throw new StartException("No meta.properties was found in " + metadataDir
                    + ": format it first with bin/kafka-storage.sh format --standalone -t $(bin/kafka-storage.sh"
                    + " random-uuid) -c FILE");
        }
        MetaProperties identity =
                found.orElseGet(() -> new MetaProperties(ids.next().toString(), config.nodeId(), Uuid.ZERO));
        if (read(disk, metadataDir).isEmpty()) {
            format(disk, metadataDir, identity.withDirectoryId(ids.next()));
        }
        return new DataFolders(logDirs, metadataDir, identity);
    }

    private static Optional<MetaProperties> read(Disk disk, Path folder) throws StartException {
        try {
            return MetaProperties.read(disk, folder);
        } catch (IOException e) {
            throw new StartException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
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

    private static void format(Disk disk, Path folder, MetaProperties properties) throws StartException {
        try {
            Folders.create(disk, folder);
            properties.write(disk, folder);
        } catch (IOException e) {
            throw new StartException("The folder " + folder + " cannot be written: " + e.getMessage(), e);
        }
    }
}
