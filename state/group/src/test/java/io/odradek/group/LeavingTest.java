package io.odradek.group;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeavingTest {
    private final GroupScript script = GroupScript.withoutDelay();
    private final ScriptMember a = script.member("a");
    private final ScriptMember b = script.member("b");

    @BeforeEach
    void twoMembersAreStable() {
        a.join();
        b.join();
        a.join();
        b.sync();
        a.syncAll();
        script.skip();
    }

    @Test
    void theOthersJoinAgainWhenAMemberLeaves() {
        a.leave();
        b.heartbeat().join().syncAll();
        script.expect("""
                0  a leaves
                   a leaves = NONE
                0  b beats
                   b beats = REBALANCE_IN_PROGRESS
                0  b joins
                   b joins = b#2 in generation 3, range, led by b#2 [b#2:t]
                0  b syncs
                   log: generation 3 [b#2=b#2]
                   b syncs = assigned 'b#2'
                """);
    }

    @Test
    void theGroupIsEmptyWhenTheLastMemberLeaves() {
        a.leave((short) 2);
        b.leave((short) 2);
        b.leave((short) 2);
        b.heartbeat();
        script.expect("""
                0  a leaves
                   a leaves = NONE
                0  b leaves
                   log: generation 3 []
                   b leaves = NONE
                0  b leaves
                   b leaves = UNKNOWN_MEMBER_ID
                0  b beats
                   b beats = UNKNOWN_MEMBER_ID
                """);
    }

    @Test
    void aMemberThatIsNotHeardOfIsOut() {
        script.advance(9_000);
        a.heartbeat();
        script.advance(1_000);
        a.heartbeat().join();
        script.expect("""
                9000  a beats
                   a beats = NONE
                10000  timer session of b#2 over
                10000  a beats
                   a beats = REBALANCE_IN_PROGRESS
                10000  a joins
                   a joins = a#1 in generation 3, range, led by a#1 [a#1:t]
                """);
    }

    @Test
    void everyRequestKeepsAMemberAlive() {
        script.advance(9_000);
        a.heartbeat();
        b.commit("t", 0, 7);
        script.advance(9_000);
        a.sync();
        b.join();
        script.advance(9_000);
        a.heartbeat();
        b.heartbeat();
        script.expect("""
                9000  a beats
                   a beats = NONE
                9000  b commits
                   log: t-0 at 7
                   b commits = NONE
                18000  a syncs
                   a syncs = assigned 'a#1'
                18000  b joins
                   b joins = b#2 in generation 2, range, led by a#1
                27000  a beats
                   a beats = NONE
                27000  b beats
                   b beats = NONE
                """);
    }

    @Test
    void aMemberThatWaitsIsNotExpired() {
        a.join();
        script.advance(9_000);
        b.heartbeat();
        script.advance(9_000);
        b.heartbeat();
        script.advance(9_000);
        b.join();
        script.expect("""
                0  a joins
                   waits
                9000  b beats
                   b beats = REBALANCE_IN_PROGRESS
                10000  timer session of a#1 over
                18000  b beats
                   b beats = REBALANCE_IN_PROGRESS
                20000  timer session of a#1 over
                27000  b joins
                   a joins = a#1 in generation 3, range, led by a#1 [a#1:t, b#2:t]
                   b joins = b#2 in generation 3, range, led by a#1
                """);
    }

    @Test
    void aWaitingJoinOfAMemberThatIsRemovedIsAnswered() {
        ScriptMember c = script.member("c").version(4).join().join();
        b.join();
        script.member("admin").as(b.id()).leave();
        a.join();
        c.heartbeat();
        script.expect("""
                0  c joins
                   c joins = MEMBER_ID_REQUIRED c#3
                0  c joins
                   waits
                0  b joins
                   waits
                0  admin leaves
                   b joins = UNKNOWN_MEMBER_ID b#2
                   admin leaves = NONE
                0  a joins
                   a joins = a#1 in generation 3, range, led by a#1 [a#1:t, c#3:t]
                   c joins = c#3 in generation 3, range, led by a#1
                0  c beats
                   c beats = NONE
                """);
    }
}
