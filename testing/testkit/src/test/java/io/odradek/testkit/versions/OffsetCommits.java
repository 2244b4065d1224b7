package io.odradek.testkit.versions;

import io.odradek.protocol.message.OffsetCommitRequest;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.odradek.protocol.message.OffsetCommitResponse;
import io.odradek.testkit.wire.WireClient;
import java.util.List;

/** Commits of consumers that are in no group but use its offsets. */
final class OffsetCommits {
    private OffsetCommits() {}

    /** A commit for partition 0 of one topic. */
    static OffsetCommitRequest request(String group, OffsetCommitRequestTopic topic, long offset) {
        return new OffsetCommitRequest()
                .setGroupId(group)
                .setTopics(List.of(topic.setPartitions(List.of(new OffsetCommitRequestPartition()
                        .setCommittedOffset(offset)
                        .setCommittedMetadata("note")))));
    }

    static void commit(WireClient client, String group, String topic, long offset) {
        OffsetCommitResponse response = client.ask(
                request(group, new OffsetCommitRequestTopic().setName(topic), offset), 9, OffsetCommitResponse.class);
        Fixture.assertNone(response.topics().getFirst().partitions().getFirst().errorCode());
    }
}
