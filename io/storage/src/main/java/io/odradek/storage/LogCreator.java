package io.odradek.storage;

import io.odradek.base.Time;
import io.odradek.base.TopicPartition;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes the folders of new logs. Any thread; no two at a time for the same partition. */
final class LogCreator {
    private final Disk disk;
    private final Time time;

    LogCreator(Disk disk, Time time) {
        this.disk = disk;
        this.time = time;
    }

    /** Makes empty folders; their names are durable when this returns. */
    void makeFolders(LogDirectory directory, List<TopicPartition> partitions) throws IOException {
        for (TopicPartition partition : partitions) {
            Path folder = folder(directory, partition);
            if (disk.exists(folder)) {
                removeLeftover(folder);
            }
            disk.createDirectories(folder);
        }
        disk.syncDirectory(directory.path());
    }

    /** An attempt that did not come to its end left it: a folder with records would have been loaded at the start. */
    private void removeLeftover(Path folder) throws IOException {
        if (Folders.holdsRecords(disk, folder)) {
            throw new ApiException(
                    ErrorCode.KAFKA_STORAGE_ERROR,
                    "the folder " + folder + " appeared while the broker was running and holds records: move it away");
        }
        Folders.deleteRecursively(disk, folder);
    }

    /** Opens a new log in its folder. */
    PartitionLog open(NewLog wanted, LogDirectory directory, LogListener listener) throws IOException {
        Path folder = folder(directory, wanted.partition());
        PartitionMetadata.write(disk, folder, wanted.topicId());
        return PartitionLog.open(
                disk,
                folder,
                wanted.partition(),
                wanted.topicId(),
                wanted.config(),
                time,
                RecoveryPoint.NONE,
                listener);
    }

    private static Path folder(LogDirectory directory, TopicPartition partition) {
        return directory.path().resolve(partition.toString());
    }
}
