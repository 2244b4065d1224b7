package io.odradek.storage;

import io.odradek.base.TopicPartition;
import java.nio.file.Path;

/**
 * A closed segment that is not what was written.
 *
 * @param position of the first batch that is wrong, in the file
 * @param offset the first that cannot be read
 * @param problem in words
 * @param foundMs wall time at which it was found
 */
public record DamagedSegment(
        TopicPartition partition, Path file, long position, long offset, String problem, long foundMs) {}
