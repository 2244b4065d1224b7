package io.odradek.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.OffsetCommitRequest;
import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.odradek.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OffsetsTest {
    private static final long RETENTION = GroupSettings.DEFAULT.offsetsRetentionMs();

    private final GroupScript script = GroupScript.withoutDelay();
    private final ScriptMember simple = script.member("simple");

    @Test
    void aConsumerWithoutAGroupMayCommitWhileTheGroupHasNoMembers() {
        simple.commit("t", 0, 5).commit("t", 1, 6).commit("t", 0, 7);
        script.expect("""
                0  simple commits
                   log: t-0 at 5
                   simple commits = NONE
                0  simple commits
                   log: t-1 at 6
                   simple commits = NONE
                0  simple commits
                   log: t-0 at 7
                   simple commits = NONE
                """);
        assertThat(offset("t", 0)).isEqualTo(7);
        assertThat(offset("t", 1)).isEqualTo(6);
        assertThat(offset("t", 2)).isEqualTo(-1);
        ScriptMember a = script.member("a").join().syncAll();
        script.skip();
        simple.commit("t", 0, 8);
        a.leave();
        simple.commit("t", 0, 9);
        script.member("admin").as("some id").commit("t", 0, 10);
        script.expect("""
                0  simple commits
                   simple commits = UNKNOWN_MEMBER_ID
                0  a leaves
                   log: generation 2 []
                   a leaves = NONE
                0  simple commits
                   log: t-0 at 9
                   simple commits = NONE
                0  admin commits
                   log: t-0 at 10
                   admin commits = NONE
                """);
    }

    @Test
    void membersCommitInTheirGeneration() {
        simple.inGeneration(3).commit("t", 0, 1);
        ScriptMember a = script.member("a").join();
        a.commit("t", 0, 1);
        a.syncAll().commit("t", 0, 2);
        script.member("late").as(a.id()).inGeneration(0).commit("t", 0, 3);
        script.member("stranger").as("stranger").inGeneration(1).commit("t", 0, 3);
        script.member("b").join();
        a.commit("t", 0, 4);
        script.expect("""
                0  simple commits
                   simple commits = ILLEGAL_GENERATION
                0  a joins
                   a joins = a#1 in generation 1, range, led by a#1 [a#1:t]
                0  a commits
                   a commits = REBALANCE_IN_PROGRESS
                0  a syncs
                   log: generation 1 [a#1=a#1]
                   a syncs = assigned 'a#1'
                0  a commits
                   log: t-0 at 2
                   a commits = NONE
                0  late commits
                   late commits = ILLEGAL_GENERATION
                0  stranger commits
                   stranger commits = UNKNOWN_MEMBER_ID
                0  b joins
                   waits
                0  a commits
                   log: t-0 at 4
                   a commits = NONE
                """);
    }

    @Test
    void metadataHasAnEnd() {
        simple.commit("t", 0, 1, "m".repeat(4_096)).commit("t", 0, 2, "m".repeat(4_097));
        script.expect("""
                0  simple commits
                   log: t-0 at 1
                   simple commits = NONE
                0  simple commits
                   simple commits = OFFSET_METADATA_TOO_LARGE
                """);
        assertThat(fetched("t", 0).topics().getFirst().partitions().getFirst().metadata())
                .hasSize(4_096);
    }

    @Test
    void everythingIsFetchedWhenNoTopicIsNamed() {
        simple.commit("t", 1, 1).commit("s", 0, 2);
        OffsetFetchResponseGroup all = script.shard()
                .fetchOffsets(new OffsetFetchRequestGroup().setGroupId("g").setTopics(null));
        assertThat(all.topics()).extracting(topic -> topic.name()).containsExactlyInAnyOrder("s", "t");
        assertThat(script.shard()
                        .fetchOffsets(new OffsetFetchRequestGroup()
                                .setGroupId("other")
                                .setTopics(null))
                        .topics())
                .isEmpty();
    }

    @Test
    void aGroupIsDeletedWithItsOffsetsOnceItHasNoMembers() {
        ScriptMember a = script.member("a").join().syncAll();
        a.commit("t", 0, 1);
        script.skip();
        script.admin("delete", script.shard().delete("g"));
        a.leave();
        script.admin("delete", script.shard().delete("g"));
        script.admin("delete", script.shard().delete("g"));
        script.expect("""
                0  delete
                   NON_EMPTY_GROUP
                0  a leaves
                   log: generation 2 []
                   a leaves = NONE
                0  delete
                   log: t-0 forgotten
                   log: group deleted
                   NONE
                0  delete
                   GROUP_ID_NOT_FOUND
                """);
        assertThat(offset("t", 0)).isEqualTo(-1);
        assertThat(script.shard().list()).isEmpty();
    }

    @Test
    void anOffsetIsDeletedUnlessAMemberConsumesTheTopic() {
        ScriptMember a = script.member("a").type("consumer").join().syncAll();
        a.commit("t", 0, 1);
        script.skip();
        TopicPartition partition = new TopicPartition("t", 0);
        script.admin("delete t-0", script.shard().deleteOffset("g", partition));
        a.leave();
        script.admin("delete t-0", script.shard().deleteOffset("g", partition));
        script.admin("delete t-0", script.shard().deleteOffset("g", partition));
        script.admin("delete t-0 of h", script.shard().deleteOffset("h", partition));
        script.expect("""
                0  delete t-0
                   GROUP_SUBSCRIBED_TO_TOPIC
                0  a leaves
                   log: generation 2 []
                   a leaves = NONE
                0  delete t-0
                   log: t-0 forgotten
                   NONE
                0  delete t-0
                   NONE
                0  delete t-0 of h
                   GROUP_ID_NOT_FOUND
                """);
    }

    @Test
    void offsetsOfDeletedTopicsAreForgotten() {
        simple.commit("t", 0, 1).commit("s", 0, 2);
        script.skip();
        script.run("t is deleted", script.shard().topicsDeleted(Set.of("t")));
        script.expect("""
                0  t is deleted
                   log: t-0 forgotten
                """);
        assertThat(offset("s", 0)).isEqualTo(2);
    }

    @Test
    void offsetsOfAnEarlierTopicOfTheNameAreNotThoseOfTheTopicAskedFor() {
        Uuid old = new Uuid(1, 1);
        OffsetCommitRequest commit = simple.commitOf("t", 0, 1, "");
        commit.topics().forEach(topic -> topic.setTopicId(old));
        simple.commit(commit);
        OffsetFetchRequestTopics asked =
                new OffsetFetchRequestTopics().setName("t").setPartitionIndexes(List.of(0));

        assertThat(offset(asked.setTopicId(Uuid.ZERO))).isEqualTo(1);
        assertThat(offset(asked.setTopicId(old))).isEqualTo(1);
        assertThat(offset(asked.setTopicId(new Uuid(2, 2)))).isEqualTo(-1);
    }

    @Test
    void manyOffsetsAreForgottenInPartsThatFitABatch() {
        for (int partition = 0; partition < 1_500; partition++) {
            simple.commit("t", partition, 1);
        }
        script.advance(RETENTION);
        assertThat(script.shard().topicsDeleted(Set.of("t")).records()).hasSize(1_000);
        assertThat(script.shard().expire(script.now()).records()).hasSize(1_000);

        script.run("expiry", script.shard().expire(script.now()));
        script.run("expiry", script.shard().expire(script.now()));

        assertThat(script.shard().list()).isEmpty();
        assertThat(script.shard().expire(script.now()).changesNothing()).isTrue();
    }

    @Test
    void offsetsOfAConsumerWithoutAGroupExpireAfterTheirCommit() {
        simple.commit("t", 0, 1);
        script.advance(1_000);
        simple.commit("t", 1, 1);
        script.skip().advance(RETENTION - 1_000);
        script.run("expiry", script.shard().expire(script.now()));
        script.advance(1_000);
        script.run("expiry", script.shard().expire(script.now()));
        script.expect("""
                604800000  expiry
                   log: t-0 forgotten
                604801000  expiry
                   log: t-1 forgotten
                """);
        assertThat(script.shard().list()).isEmpty();
    }

    @Test
    void offsetsOfAGroupExpireAfterItsLastMemberHasLeft() {
        ScriptMember a = script.member("a").session(1_000_000).join().syncAll();
        a.commit("t", 0, 1);
        for (int day = 0; day < 10; day++) {
            for (int beat = 0; beat < 100; beat++) {
                script.advance(TimeUnit.DAYS.toMillis(1) / 100);
                a.heartbeat();
            }
            script.skip();
            script.run("expiry", script.shard().expire(script.now()));
        }
        a.leave();
        script.skip().advance(RETENTION - 1);
        script.run("expiry", script.shard().expire(script.now()));
        script.advance(1);
        script.run("expiry", script.shard().expire(script.now()));
        script.expect("""
                1468799999  expiry
                1468800000  expiry
                   log: t-0 forgotten
                   log: group deleted
                """);
    }

    @Test
    void whatHasItsOwnRetentionExpiresByIt() {
        simple.commit(simple.commitOf("t", 0, 1, "").setRetentionTimeMs(5_000));
        script.skip().advance(4_999);
        script.run("expiry", script.shard().expire(script.now()));
        script.advance(1);
        script.run("expiry", script.shard().expire(script.now()));
        script.expect("""
                4999  expiry
                5000  expiry
                   log: t-0 forgotten
                """);
    }

    @Test
    void groupsAreListedAndDescribed() {
        simple.commit("t", 0, 1);
        assertThat(script.shard().list()).containsExactly(new GroupView("g", "", GroupPhase.EMPTY));
        assertThat(script.shard().describe("g", (short) 6).groupState()).isEqualTo("Empty");
        ScriptMember a = script.member("a").join();
        assertThat(script.shard().list())
                .containsExactly(new GroupView("g", "consumer", GroupPhase.COMPLETING_REBALANCE));
        a.syncAll();
        assertThat(script.shard().describe("g", (short) 6).members())
                .singleElement()
                .satisfies(member -> assertThat(member.clientId()).isEqualTo("a"));
        assertThat(script.shard().describe("h", (short) 5).groupState()).isEqualTo("Dead");
        assertThat(script.shard().describe("h", (short) 6).errorCode()).isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND.code());
    }

    private long offset(String topic, int partition) {
        return fetched(topic, partition)
                .topics()
                .getFirst()
                .partitions()
                .getFirst()
                .committedOffset();
    }

    private long offset(OffsetFetchRequestTopics asked) {
        return script.shard()
                .fetchOffsets(new OffsetFetchRequestGroup().setGroupId("g").setTopics(List.of(asked)))
                .topics()
                .getFirst()
                .partitions()
                .getFirst()
                .committedOffset();
    }

    private OffsetFetchResponseGroup fetched(String topic, int partition) {
        return script.shard()
                .fetchOffsets(new OffsetFetchRequestGroup()
                        .setGroupId("g")
                        .setTopics(List.of(new OffsetFetchRequestTopics()
                                .setName(topic)
                                .setPartitionIndexes(List.of(partition)))));
    }
}
