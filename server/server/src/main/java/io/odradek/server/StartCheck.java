package io.odradek.server;

import io.odradek.base.Sentences;
import io.odradek.broker.controller.MetadataRecordCodec;
import io.odradek.coordinator.BatchReplay;
import io.odradek.coordinator.StateMachine;
import io.odradek.metadata.controller.FeatureDecider;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.MetadataState;
import io.odradek.metadata.image.VersionRange;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.quorum.MetadataPreview;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Everything that can refuse a start, found out while nothing is changed yet: the metadata is read to its end and understood, and
 * the log directories are those that it speaks of.
 *
 * @param image the cluster as the metadata on disk has it
 * @param firstRecords what a new cluster begins with
 * @param logDirs what follows for the partitions
 */
record StartCheck(ClusterImage image, List<MetadataRecord> firstRecords, LogDirsCheck.Result logDirs) {
    /**
     * Looks at the folders.
     *
     * @throws StartException if the node must not start on them; everything is as it was
     */
    static StartCheck of(Disk disk, DataFolders folders) throws StartException {
        ClusterImage image = image(disk, folders);
        checkLevels(image);
        List<MetadataRecord> firstRecords = Bootstrap.records(disk, folders.metadataDir());
        LogDirsCheck.Result logDirs =
                LogDirsCheck.check(LogDirsCheck.look(disk, folders.logDirs()), image, folders.identity());
        return new StartCheck(image, firstRecords, logDirs);
    }

    private static ClusterImage image(Disk disk, DataFolders folders) throws StartException {
        BatchReplay<MetadataState, MetadataRecord> replay = new BatchReplay<>(new Fold(), new MetadataRecordCodec());
        try {
            MetadataPreview.read(disk, folders.metadataDir(), replay::replay);
        } catch (IOException e) {
            throw new StartException(
                    "The metadata log in " + folders.metadataDir() + " cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new StartException(
                    "The metadata log in " + folders.metadataDir() + " is not understood at offset "
                            + replay.nextOffset() + ": " + Sentences.end(String.valueOf(e.getMessage()))
                            + " Nothing was changed",
                    e);
        }
        return replay.state().image();
    }

    private static void checkLevels(ClusterImage image) throws StartException {
        for (Map.Entry<String, Short> level : image.features().entrySet()) {
            VersionRange range = FeatureDecider.SUPPORTED.getOrDefault(
                    level.getKey(),
                    FeatureDecider.READABLE.getOrDefault(level.getKey(), new VersionRange((short) 0, (short) 0)));
            if (!range.contains(level.getValue())) {
                throw new StartException("The cluster has the level " + level.getValue() + " of the feature "
                        + level.getKey() + ", this release works with " + range.min() + " to " + range.max()
                        + ": use the release that the cluster was upgraded with. Nothing was changed");
            }
        }
    }

    private static final class Fold implements StateMachine<MetadataState, MetadataRecord> {
        @Override
        public MetadataState empty() {
            return MetadataState.EMPTY;
        }

        @Override
        public MetadataState apply(MetadataState state, List<MetadataRecord> records) {
            return state.apply(records);
        }
    }
}
