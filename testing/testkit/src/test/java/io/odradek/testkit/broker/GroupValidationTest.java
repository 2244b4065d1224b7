package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.protocol.message.JoinGroupRequest;
import io.odradek.protocol.message.JoinGroupResponse;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each request of a group says to what it cannot use. The transcripts are Apache Kafka 4.3.1's. */
@OdradekTest(config = "offsets.topic.num.partitions=3")
class GroupValidationTest {
    private static List<String> transcript(WireClient client) {
        List<String> out = new ArrayList<>();
        Uuid id = Requests.createTopic(client, "t", 2, Map.of());
        // One for each partition of __consumer_offsets.
        List.of("a", "b", "c").forEach(group -> Requests.awaitCoordinator(client, group));
        GroupRequests groups = new GroupRequests(client);
        ids(out, groups);
        commits(out, groups, id);
        members(out, groups);
        fetches(out, groups, id);
        deletes(out, groups);
        return out;
    }

    private static void ids(List<String> out, GroupRequests groups) {
        out.add("join '': " + groups.join(groups.joining("", "")));
        out.add("join unknown as x: " + groups.join(groups.joining("unknown", "x")));
        out.add("join session 1: " + groups.join(groups.joining("failed", "").setSessionTimeoutMs(1)));
        out.add("join session max: " + groups.join(groups.joining("failed", "").setSessionTimeoutMs(3_600_000)));
        out.add("join no protocols: " + groups.join(groups.joining("failed", "").setProtocols(List.of())));
        out.add("join no type: " + groups.join(groups.joining("failed", "").setProtocolType("")));
        out.add("join '' session 1: " + groups.join(groups.joining("", "").setSessionTimeoutMs(1)));
        groups.delete("failed");
        out.add("sync '': " + groups.sync("", "m", 1));
        out.add("sync unknown: " + groups.sync("unknown", "m", 1));
        out.add("sync unknown '': " + groups.sync("unknown", "", 1));
        out.add("heartbeat '': " + groups.heartbeat("", "m", 1));
        out.add("heartbeat unknown: " + groups.heartbeat("unknown", "m", 1));
        out.add("heartbeat unknown '': " + groups.heartbeat("unknown", "", 1));
        out.add("leave '' v2: " + groups.leave("", "m", 2));
        out.add("leave '' v5: " + groups.leave("", "m", 5));
        out.add("leave unknown v2: " + groups.leave("unknown", "m", 2));
        out.add("leave unknown v5: " + groups.leave("unknown", "m", 5));
        out.add("describe v5: " + groups.describe(5, "", "unknown"));
        out.add("describe v6: " + groups.describe(6, "", "unknown"));
        out.add("delete: " + groups.delete("", "unknown"));
    }

    private static void commits(List<String> out, GroupRequests groups, Uuid id) {
        out.add("commit unknown member, unknown group: "
                + groups.commit(GroupRequests.committing("unknown", "t", 0).setMemberId("m"), 9));
        out.add("commit gen 1 unknown group: "
                + groups.commit(GroupRequests.committing("unknown", "t", 0).setGenerationIdOrMemberEpoch(1), 9));
        out.add("commit gen 1 member unknown group: "
                + groups.commit(
                        GroupRequests.committing("unknown", "t", 0)
                                .setMemberId("m")
                                .setGenerationIdOrMemberEpoch(1),
                        9));
        out.add("commit instance unknown group: "
                + groups.commit(GroupRequests.committing("unknown2", "t", 0).setGroupInstanceId("i"), 9));
        out.add("commit gen 1 unknown topic unknown group: "
                + groups.commit(GroupRequests.committing("unknown", "nope", 0).setGenerationIdOrMemberEpoch(1), 9));
        out.add("commit '': " + groups.commit(GroupRequests.committing("", "t", 0), 9));
        out.add("commit '' as member: "
                + groups.commit(GroupRequests.committing("", "t", 0).setMemberId("m"), 9));
        for (int version : new int[] {2, 5, 6, 7, 8, 9}) {
            out.add("commit v" + version + ": "
                    + groups.commit(GroupRequests.committing("g", "t", 0, 1, 2, -1), version));
        }
        out.add("commit unknown topic: " + groups.commit(GroupRequests.committing("g", "nope", 0, 1), 9));
        out.add("commit bad topic: " + groups.commit(GroupRequests.committing("g", "a/b", 0), 9));
        out.add("commit by id: "
                + groups.commit(
                        GroupRequests.committing("g", new OffsetCommitRequestTopic().setTopicId(id), 0, 1, 2, -1), 10));
        out.add("commit unknown id: "
                + groups.commit(
                        GroupRequests.committing("g", new OffsetCommitRequestTopic().setTopicId(new Uuid(1, 2)), 0, 9),
                        10));
        out.add("commit zero id: "
                + groups.commit(GroupRequests.committing("g", new OffsetCommitRequestTopic(), 0, 9), 10));
        out.add("commit '' by id: "
                + groups.commit(GroupRequests.committing("", new OffsetCommitRequestTopic().setTopicId(id), 0), 10));
        out.add("commit gen 1 only bad partitions: "
                + groups.commit(GroupRequests.committing("g", "t", 7).setGenerationIdOrMemberEpoch(1), 9));
        out.add("list after commits: " + groups.list(List.of("Empty", "Stable"), List.of("classic")));
    }

    private static void members(List<String> out, GroupRequests groups) {
        JoinGroupRequest request = groups.joining("empty", "");
        String member = groups.joined(request, 9).memberId();
        out.add("pending: commit '': " + groups.commit(GroupRequests.committing("empty", "t", 0), 9));
        out.add("pending: describe: " + groups.describe(6, "empty"));
        out.add("pending: forget: " + groups.forget("empty", "t", 0));
        JoinGroupResponse joined = groups.joined(groups.joining("empty", member), 9);
        int generation = joined.generationId();
        out.add("joined: commit '' -1: " + groups.commit(GroupRequests.committing("empty", "t", 0), 9));
        out.add("joined: sync wrong member: " + groups.sync("empty", "x", generation));
        out.add("joined: sync wrong generation: " + groups.sync("empty", member, generation + 1));
        out.add("joined: sync: " + groups.sync("empty", member, generation));
        out.add("stable: commit '' -1: " + groups.commit(GroupRequests.committing("empty", "t", 0), 9));
        out.add("stable: commit member -1: "
                + groups.commit(GroupRequests.committing("empty", "t", 0).setMemberId(member), 9));
        out.add("stable: commit member gen: "
                + groups.commit(
                        GroupRequests.committing("empty", "t", 0, 5)
                                .setMemberId(member)
                                .setGenerationIdOrMemberEpoch(generation),
                        9));
        out.add("stable: commit other gen: "
                + groups.commit(
                        GroupRequests.committing("empty", "t", 0)
                                .setMemberId("x")
                                .setGenerationIdOrMemberEpoch(generation),
                        9));
        out.add("stable: heartbeat wrong generation: " + groups.heartbeat("empty", member, generation + 1));
        out.add("stable: heartbeat wrong member: " + groups.heartbeat("empty", "x", generation));
        out.add("stable: join other type: "
                + groups.join(groups.joining("empty", "").setProtocolType("connect")));
        out.add("stable: join other protocol: "
                + groups.join(groups.joining("empty", "")
                        .setProtocols(List.of(new JoinGroupRequest.JoinGroupRequestProtocol().setName("other")))));
        out.add("stable: join as x: " + groups.join(groups.joining("empty", "x")));
        out.add("stable: delete: " + groups.delete("empty"));
        out.add("stable: forget: " + groups.forget("empty", "t", 0));
        out.add("stable: forget bad partition: " + groups.forget("empty", "t", 0, 9));
        out.add("stable: forget bad topic: " + groups.forget("empty", "nope", 0));
        out.add("leave: " + groups.leave("empty", member, 5));
        out.add("empty: describe: " + groups.describe(6, "empty"));
        out.add("empty: commit '' -1: " + groups.commit(GroupRequests.committing("empty", "t", 0), 9));
        out.add("empty: commit x -1: "
                + groups.commit(GroupRequests.committing("empty", "t", 0).setMemberId("x"), 9));
        out.add("empty: commit instance -1: "
                + groups.commit(GroupRequests.committing("empty", "t", 0).setGroupInstanceId("i"), 9));
        for (int other : new int[] {0, generation, generation + 1}) {
            out.add("empty: commit x gen " + other + ": "
                    + groups.commit(
                            GroupRequests.committing("empty", "t", 0)
                                    .setMemberId("x")
                                    .setGenerationIdOrMemberEpoch(other),
                            9));
        }
        out.add("empty: commit '' gen: "
                + groups.commit(
                        GroupRequests.committing("empty", "t", 0).setGenerationIdOrMemberEpoch(generation + 1), 9));
        out.add("empty: commit x gen bad topic: "
                + groups.commit(
                        GroupRequests.committing("empty", "nope", 0)
                                .setMemberId("x")
                                .setGenerationIdOrMemberEpoch(generation + 1),
                        9));
        out.add("empty: heartbeat: " + groups.heartbeat("empty", "x", generation + 1));
        out.add("empty: sync: " + groups.sync("empty", "x", generation + 1));
        out.add("empty: leave: " + groups.leave("empty", "x", 5));
        out.add("empty: join as x: " + groups.join(groups.joining("empty", "x")));
        out.add("empty: commit instance gen: "
                + groups.commit(
                        GroupRequests.committing("empty", "t", 0)
                                .setMemberId("x")
                                .setGroupInstanceId("i")
                                .setGenerationIdOrMemberEpoch(generation + 1),
                        9));
    }

    private static void fetches(List<String> out, GroupRequests groups, Uuid id) {
        for (int version : new int[] {1, 5, 7, 8, 9}) {
            out.add("fetch v" + version + ": " + groups.fetch("g", named("t", 0, 1, 2, -1), version));
            out.add("fetch '' v" + version + ": " + groups.fetch("", named("t", 0), version));
            out.add("fetch unknown v" + version + ": " + groups.fetch("unknown", named("t", 0), version));
            out.add("fetch unknown topic v" + version + ": " + groups.fetch("g", named("nope", 0), version));
        }
        out.add("fetch v10: " + groups.fetch("g", named("", 0, 1, 2, -1).setTopicId(id), 10));
        out.add("fetch '' v10: " + groups.fetch("", named("", 0).setTopicId(id), 10));
        out.add("fetch unknown v10: " + groups.fetch("unknown", named("", 0).setTopicId(id), 10));
        out.add("fetch unknown id v10: " + groups.fetch("g", named("", 0).setTopicId(new Uuid(1, 2)), 10));
        out.add("fetch zero id v10: " + groups.fetch("g", named("", 0), 10));
        out.add("fetch as member of classic: " + groups.fetchAsMember("empty", "x", 0, named("t", 0)));
        out.add("fetch as member of g: " + groups.fetchAsMember("g", "x", 3, named("t", 0)));
        out.add("fetch as member of unknown: " + groups.fetchAsMember("unknown", "x", 3, named("t", 0)));
    }

    private static void deletes(List<String> out, GroupRequests groups) {
        out.add("forget '': " + groups.forget("", null));
        out.add("forget '' t: " + groups.forget("", "t", 0));
        out.add("forget of nobody: " + groups.forget("nobody", null));
        out.add("forget of nobody t: " + groups.forget("nobody", "t", 0));
        out.add("forget of nobody nope: " + groups.forget("nobody", "nope", 0));
        out.add("forget g: " + groups.forget("g", null));
        out.add("forget g no partitions: " + groups.forget("g", "t"));
        out.add("forget g t: " + groups.forget("g", "t", 0, 2, -1));
        out.add("forget g nope: " + groups.forget("g", "nope", 0));
        out.add("list bad state: " + groups.list(List.of("nope"), List.of()));
        out.add("list states: " + groups.list(List.of("empty", "STABLE"), List.of()));
        out.add("list bad type: " + groups.list(List.of(), List.of("nope")));
        out.add("list Classic: " + groups.list(List.of(), List.of("Classic")));
        out.add("list consumer: " + groups.list(List.of(), List.of("consumer")));
        out.add("delete '': " + groups.delete(""));
        out.add("delete twice: " + groups.delete("empty") + ", " + groups.delete("empty"));
    }

    private static OffsetFetchRequestTopics named(String name, Integer... partitions) {
        return new OffsetFetchRequestTopics().setName(name).setPartitionIndexes(List.of(partitions));
    }

    @Test
    void everyRequestOfAGroupRefusesWhatKafkaRefuses(OdradekBroker broker) {
        try (WireClient client = new WireClient(broker)) {
            assertThat(transcript(client)).isEqualTo("""
                    join '': INVALID_GROUP_ID
                    join unknown as x: UNKNOWN_MEMBER_ID
                    join session 1: INVALID_SESSION_TIMEOUT
                    join session max: INVALID_SESSION_TIMEOUT
                    join no protocols: INCONSISTENT_GROUP_PROTOCOL
                    join no type: INCONSISTENT_GROUP_PROTOCOL
                    join '' session 1: INVALID_GROUP_ID
                    sync '': INVALID_GROUP_ID
                    sync unknown: UNKNOWN_MEMBER_ID
                    sync unknown '': UNKNOWN_MEMBER_ID
                    heartbeat '': INVALID_GROUP_ID
                    heartbeat unknown: UNKNOWN_MEMBER_ID
                    heartbeat unknown '': UNKNOWN_MEMBER_ID
                    leave '' v2: INVALID_GROUP_ID
                    leave '' v5: INVALID_GROUP_ID
                    leave unknown v2: UNKNOWN_MEMBER_ID
                    leave unknown v5: NONE UNKNOWN_MEMBER_ID
                    describe v5: NONE Dead null; NONE Dead null
                    describe v6: GROUP_ID_NOT_FOUND Dead Group  not found.; GROUP_ID_NOT_FOUND Dead Group unknown not found.
                    delete: '' GROUP_ID_NOT_FOUND; 'unknown' GROUP_ID_NOT_FOUND
                    commit unknown member, unknown group: 0 NONE
                    commit gen 1 unknown group: 0 UNKNOWN_MEMBER_ID
                    commit gen 1 member unknown group: 0 UNKNOWN_MEMBER_ID
                    commit instance unknown group: 0 NONE
                    commit gen 1 unknown topic unknown group: 0 UNKNOWN_TOPIC_OR_PARTITION
                    commit '': 0 NONE
                    commit '' as member: 0 NONE
                    commit v2: -1 UNKNOWN_TOPIC_OR_PARTITION, 0 NONE, 1 NONE, 2 UNKNOWN_TOPIC_OR_PARTITION
                    commit v5: -1 UNKNOWN_TOPIC_OR_PARTITION, 0 NONE, 1 NONE, 2 UNKNOWN_TOPIC_OR_PARTITION
                    commit v6: -1 UNKNOWN_TOPIC_OR_PARTITION, 0 NONE, 1 NONE, 2 UNKNOWN_TOPIC_OR_PARTITION
                    commit v7: -1 UNKNOWN_TOPIC_OR_PARTITION, 0 NONE, 1 NONE, 2 UNKNOWN_TOPIC_OR_PARTITION
                    commit v8: -1 UNKNOWN_TOPIC_OR_PARTITION, 0 NONE, 1 NONE, 2 UNKNOWN_TOPIC_OR_PARTITION
                    commit v9: -1 UNKNOWN_TOPIC_OR_PARTITION, 0 NONE, 1 NONE, 2 UNKNOWN_TOPIC_OR_PARTITION
                    commit unknown topic: 0 UNKNOWN_TOPIC_OR_PARTITION, 1 UNKNOWN_TOPIC_OR_PARTITION
                    commit bad topic: 0 UNKNOWN_TOPIC_OR_PARTITION
                    commit by id: -1 UNKNOWN_TOPIC_OR_PARTITION, 0 NONE, 1 NONE, 2 UNKNOWN_TOPIC_OR_PARTITION
                    commit unknown id: 0 UNKNOWN_TOPIC_ID, 9 UNKNOWN_TOPIC_ID
                    commit zero id: 0 UNKNOWN_TOPIC_ID, 9 UNKNOWN_TOPIC_ID
                    commit '' by id: 0 NONE
                    commit gen 1 only bad partitions: 7 UNKNOWN_TOPIC_OR_PARTITION
                    list after commits: NONE '' 'g' 'unknown' 'unknown2'
                    pending: commit '': 0 NONE
                    pending: describe: NONE Empty null
                    pending: forget: NONE, 0 NONE
                    joined: commit '' -1: 0 UNKNOWN_MEMBER_ID
                    joined: sync wrong member: UNKNOWN_MEMBER_ID
                    joined: sync wrong generation: ILLEGAL_GENERATION
                    joined: sync: NONE
                    stable: commit '' -1: 0 UNKNOWN_MEMBER_ID
                    stable: commit member -1: 0 ILLEGAL_GENERATION
                    stable: commit member gen: 0 NONE, 5 UNKNOWN_TOPIC_OR_PARTITION
                    stable: commit other gen: 0 UNKNOWN_MEMBER_ID
                    stable: heartbeat wrong generation: ILLEGAL_GENERATION
                    stable: heartbeat wrong member: UNKNOWN_MEMBER_ID
                    stable: join other type: INCONSISTENT_GROUP_PROTOCOL
                    stable: join other protocol: INCONSISTENT_GROUP_PROTOCOL
                    stable: join as x: UNKNOWN_MEMBER_ID
                    stable: delete: 'empty' NON_EMPTY_GROUP
                    stable: forget: NONE, 0 GROUP_SUBSCRIBED_TO_TOPIC
                    stable: forget bad partition: NONE, 0 GROUP_SUBSCRIBED_TO_TOPIC, 9 UNKNOWN_TOPIC_OR_PARTITION
                    stable: forget bad topic: NONE, 0 UNKNOWN_TOPIC_OR_PARTITION
                    leave: NONE NONE
                    empty: describe: NONE Empty null
                    empty: commit '' -1: 0 NONE
                    empty: commit x -1: 0 NONE
                    empty: commit instance -1: 0 NONE
                    empty: commit x gen 0: 0 UNKNOWN_MEMBER_ID
                    empty: commit x gen 1: 0 UNKNOWN_MEMBER_ID
                    empty: commit x gen 2: 0 UNKNOWN_MEMBER_ID
                    empty: commit '' gen: 0 UNKNOWN_MEMBER_ID
                    empty: commit x gen bad topic: 0 UNKNOWN_TOPIC_OR_PARTITION
                    empty: heartbeat: UNKNOWN_MEMBER_ID
                    empty: sync: UNKNOWN_MEMBER_ID
                    empty: leave: NONE UNKNOWN_MEMBER_ID
                    empty: join as x: UNKNOWN_MEMBER_ID
                    empty: commit instance gen: 0 UNKNOWN_MEMBER_ID
                    fetch v1: NONE, 0 NONE at 5, 1 NONE at 5, 2 NONE at -1, -1 NONE at -1
                    fetch '' v1: NONE, 0 NONE at 5
                    fetch unknown v1: NONE, 0 NONE at 5
                    fetch unknown topic v1: NONE, 0 NONE at -1
                    fetch v5: NONE, 0 NONE at 5, 1 NONE at 5, 2 NONE at -1, -1 NONE at -1
                    fetch '' v5: NONE, 0 NONE at 5
                    fetch unknown v5: NONE, 0 NONE at 5
                    fetch unknown topic v5: NONE, 0 NONE at -1
                    fetch v7: NONE, 0 NONE at 5, 1 NONE at 5, 2 NONE at -1, -1 NONE at -1
                    fetch '' v7: NONE, 0 NONE at 5
                    fetch unknown v7: NONE, 0 NONE at 5
                    fetch unknown topic v7: NONE, 0 NONE at -1
                    fetch v8: NONE, 0 NONE at 5, 1 NONE at 5, 2 NONE at -1, -1 NONE at -1
                    fetch '' v8: NONE, 0 NONE at 5
                    fetch unknown v8: NONE, 0 NONE at 5
                    fetch unknown topic v8: NONE, 0 NONE at -1
                    fetch v9: NONE, 0 NONE at 5, 1 NONE at 5, 2 NONE at -1, -1 NONE at -1
                    fetch '' v9: NONE, 0 NONE at 5
                    fetch unknown v9: NONE, 0 NONE at 5
                    fetch unknown topic v9: NONE, 0 NONE at -1
                    fetch v10: NONE, 0 NONE at 5, 1 NONE at 5, 2 NONE at -1, -1 NONE at -1
                    fetch '' v10: NONE, 0 NONE at 5
                    fetch unknown v10: NONE, 0 NONE at 5
                    fetch unknown id v10: NONE, 0 UNKNOWN_TOPIC_ID at -1
                    fetch zero id v10: NONE, 0 UNKNOWN_TOPIC_ID at -1
                    fetch as member of classic: NONE, 0 NONE at 5
                    fetch as member of g: NONE, 0 NONE at 5
                    fetch as member of unknown: NONE, 0 NONE at 5
                    forget '': INVALID_GROUP_ID
                    forget '' t: INVALID_GROUP_ID
                    forget of nobody: GROUP_ID_NOT_FOUND
                    forget of nobody t: GROUP_ID_NOT_FOUND
                    forget of nobody nope: GROUP_ID_NOT_FOUND
                    forget g: NONE
                    forget g no partitions: NONE
                    forget g t: NONE, -1 UNKNOWN_TOPIC_OR_PARTITION, 0 NONE, 2 UNKNOWN_TOPIC_OR_PARTITION
                    forget g nope: NONE, 0 UNKNOWN_TOPIC_OR_PARTITION
                    list bad state: NONE
                    list states: NONE '' 'empty' 'g' 'unknown' 'unknown2'
                    list bad type: NONE
                    list Classic: NONE '' 'empty' 'g' 'unknown' 'unknown2'
                    list consumer: NONE
                    delete '': '' NONE
                    delete twice: 'empty' NONE, 'empty' GROUP_ID_NOT_FOUND
                    """.lines().toList());
        }
    }
}
