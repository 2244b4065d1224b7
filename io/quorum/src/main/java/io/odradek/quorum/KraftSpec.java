package io.odradek.quorum;

import io.odradek.base.Time;
import io.odradek.raft.RaftConfig;
import io.odradek.storage.disk.Disk;
import java.nio.file.Path;

/**
 * Where a {@link KraftMetadataLog} lies and whose it is.
 *
 * @param directory {@code metadata.log.dir}; the log is the folder {@code __cluster_metadata-0} in it
 * @param raft this node and its quorum
 * @param segmentBytes {@code metadata.log.segment.bytes}
 */
public record KraftSpec(Disk disk, Path directory, RaftConfig raft, int segmentBytes, Time time) {
    /** Small enough that what lies before a snapshot is given back soon. */
    public static final int DEFAULT_SEGMENT_BYTES = 16 * 1024 * 1024;

    /** The log's folder in {@code metadata.log.dir}. */
    public static final String FOLDER = "__cluster_metadata-0";

    Path folder() {
        return directory.resolve(FOLDER);
    }
}
