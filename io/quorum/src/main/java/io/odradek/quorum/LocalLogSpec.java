package io.odradek.quorum;

import io.odradek.base.Time;
import io.odradek.base.Uuid;
import io.odradek.storage.disk.Disk;
import java.nio.file.Path;

/**
 * Where a {@link LocalMetadataLog} lies and whose it is.
 *
 * @param directory {@code metadata.log.dir}; the log is the folder {@code __cluster_metadata-0} in it
 * @param nodeId of the only voter
 * @param directoryId of the directory, for DescribeQuorum
 * @param segmentBytes {@code metadata.log.segment.bytes}
 */
public record LocalLogSpec(Disk disk, Path directory, int nodeId, Uuid directoryId, int segmentBytes, Time time) {
    /** Small enough that what lies before a snapshot is given back soon. */
    public static final int DEFAULT_SEGMENT_BYTES = 16 * 1024 * 1024;

    /** The log's folder in {@code metadata.log.dir}. */
    public static final String FOLDER = "__cluster_metadata-0";

    Path folder() {
        return directory.resolve(FOLDER);
    }
}
