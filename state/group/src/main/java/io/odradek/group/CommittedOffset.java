package io.odradek.group;

import io.odradek.base.Uuid;
import io.odradek.protocol.group.OffsetCommitValue;

/**
 * What a group has committed for a partition.
 *
 * @param offset the next one to read
 * @param leaderEpoch of the last record read, -1 if unknown
 * @param metadata the client's own
 * @param commitTimestampMs when
 * @param expireTimestampMs when it ends whatever the group does, -1 for never (clients before OffsetCommit v5)
 * @param topicId the topic it was committed for, {@link Uuid#ZERO} if unknown
 */
public record CommittedOffset(
        long offset, int leaderEpoch, String metadata, long commitTimestampMs, long expireTimestampMs, Uuid topicId) {
    static CommittedOffset of(OffsetCommitValue value) {
        return new CommittedOffset(
                value.offset(),
                value.leaderEpoch(),
                value.metadata(),
                value.commitTimestamp(),
                value.expireTimestamp(),
                value.topicId());
    }

    OffsetCommitValue toValue() {
        return new OffsetCommitValue()
                .setOffset(offset)
                .setLeaderEpoch(leaderEpoch)
                .setMetadata(metadata)
                .setCommitTimestamp(commitTimestampMs)
                .setExpireTimestamp(expireTimestampMs)
                .setTopicId(topicId);
    }
}
