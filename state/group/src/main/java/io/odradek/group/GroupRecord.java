package io.odradek.group;

import io.odradek.protocol.group.GroupRecordKey;
import io.odradek.protocol.group.GroupRecordValue;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code __consumer_offsets}.
 *
 * @param value null deletes what the key stands for
 */
public record GroupRecord(GroupRecordKey key, @Nullable GroupRecordValue value) {}
