package io.odradek.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import org.junit.jupiter.api.Test;

class FailOverTest {
    private final GroupScript script = GroupScript.withoutDelay();
    private final ScriptMember a = script.member("a");
    private final ScriptMember b = script.member("b");

    private void stable() {
        a.join();
        b.join();
        a.join();
        b.sync();
        a.syncAll();
        script.skip();
    }

    @Test
    void aStableGroupGoesOnWithItsAssignments() {
        stable();
        a.commit("t", 0, 1);
        script.skip().failOver();
        a.heartbeat();
        b.sync();
        script.advance(9_999);
        a.heartbeat();
        script.advance(1);
        a.heartbeat();
        script.expect("""
                0  another coordinator takes over
                0  a beats
                   a beats = NONE
                0  b syncs
                   b syncs = assigned 'b#2'
                9999  a beats
                   a beats = NONE
                10000  timer session of b#2 over
                10000  a beats
                   a beats = REBALANCE_IN_PROGRESS
                """);
        assertThat(script.shard()
                        .fetchOffsets(
                                new OffsetFetchRequestGroup().setGroupId("g").setTopics(null))
                        .topics())
                .hasSize(1);
    }

    @Test
    void aGroupInARebalanceIsAsItWasBefore() {
        stable();
        script.member("c").join();
        a.join();
        script.skip().failOver();
        a.join();
        b.heartbeat().join();
        script.expect("""
                0  another coordinator takes over
                0  a joins
                   waits
                0  b beats
                   b beats = REBALANCE_IN_PROGRESS
                0  b joins
                   a joins = a#1 in generation 3, range, led by a#1 [a#1:t, b#2:t]
                   b joins = b#2 in generation 3, range, led by a#1
                """);
    }

    @Test
    void aGroupThatWasNeverWrittenIsNotKnown() {
        a.join();
        script.skip().failOver();
        a.sync();
        a.join();
        script.expect("""
                0  another coordinator takes over
                0  a syncs
                   a syncs = UNKNOWN_MEMBER_ID
                0  a joins
                   a joins = UNKNOWN_MEMBER_ID a#1
                """);
    }

    @Test
    void anEmptyGroupKeepsItsGeneration() {
        stable();
        a.leave();
        b.leave();
        script.skip().failOver();
        script.member("c").join();
        script.expect("""
                0  another coordinator takes over
                0  c joins
                   c joins = c#3 in generation 4, range, led by c#3 [c#3:t]
                """);
    }

    @Test
    void aStaticMemberIsKnownByItsInstance() {
        ScriptMember fixed =
                script.member("s").instance("one").version(9).join().syncAll();
        script.skip().failOver();
        fixed.restarted().join().sync();
        script.expect("""
                0  another coordinator takes over
                0  s joins
                   log: generation 1 [one#2=one#1]
                   s joins = one#2 in generation 1, range, led by one#2 [one#2:t], to skip the assignment
                0  s syncs
                   s syncs = assigned 'one#1'
                """);
    }

    @Test
    void deletedGroupsStayDeleted() {
        stable();
        a.commit("t", 0, 1).leave();
        b.leave();
        script.admin("delete", script.shard().delete("g"));
        script.failOver();
        assertThat(script.shard().list()).isEmpty();
    }
}
