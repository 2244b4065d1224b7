package io.odradek.group;

import org.junit.jupiter.api.Test;

class JoiningTest {
    private final GroupScript script = GroupScript.withoutDelay();

    @Test
    void aNewGroupWaitsForMoreMembersBeforeItsFirstGeneration() {
        GroupScript slow = new GroupScript(GroupScript.settings(3_000, Integer.MAX_VALUE));
        ScriptMember a = slow.member("a").join();
        slow.advance(1_000);
        ScriptMember b = slow.member("b").join();
        slow.advance(5_000);
        a.syncAll();
        b.sync();
        slow.expect("""
                0  a joins
                   waits
                1000  b joins
                   waits
                3000  timer initial delay over
                6000  timer initial delay over
                   a joins = a#1 in generation 1, range, led by a#1 [a#1:t, b#2:t]
                   b joins = b#2 in generation 1, range, led by a#1
                6000  a syncs
                   log: generation 1 [a#1=a#1 b#2=b#2]
                   a syncs = assigned 'a#1'
                6000  b syncs
                   b syncs = assigned 'b#2'
                """);
    }

    @Test
    void theInitialDelayEndsWithTheRebalanceTimeoutHoweverManyComeStill() {
        GroupScript slow = new GroupScript(GroupScript.settings(3_000, Integer.MAX_VALUE));
        slow.member("a").rebalance(7_000).join();
        slow.advance(2_000);
        slow.member("b").rebalance(7_000).join();
        slow.advance(2_000);
        slow.member("c").rebalance(7_000).join();
        slow.advance(2_500);
        slow.member("d").rebalance(7_000).join();
        slow.advance(2_000);
        slow.expect("""
                0  a joins
                   waits
                2000  b joins
                   waits
                3000  timer initial delay over
                4000  c joins
                   waits
                6000  timer initial delay over
                6500  d joins
                   waits
                7000  timer initial delay over
                   a joins = a#1 in generation 1, range, led by a#1 [a#1:t, b#2:t, c#3:t, d#4:t]
                   b joins = b#2 in generation 1, range, led by a#1
                   c joins = c#3 in generation 1, range, led by a#1
                   d joins = d#4 in generation 1, range, led by a#1
                """);
    }

    @Test
    void aMemberIdThatIsNeverUsedDoesNotHoldUpTheFirstGeneration() {
        GroupScript slow = new GroupScript(GroupScript.settings(3_000, Integer.MAX_VALUE));
        slow.member("gone").version(5).join();
        slow.member("a").version(5).join().join();
        slow.advance(3_000);
        slow.expect("""
                0  gone joins
                   gone joins = MEMBER_ID_REQUIRED gone#1
                0  a joins
                   a joins = MEMBER_ID_REQUIRED a#2
                0  a joins
                   waits
                3000  timer initial delay over
                   a joins = a#2 in generation 1, range, led by a#2 [a#2:t]
                """);
    }

    @Test
    void aSecondMemberStartsARebalanceAndTheLeaderStays() {
        ScriptMember a = script.member("a").join().syncAll();
        ScriptMember b = script.member("b").join();
        a.heartbeat().join();
        b.sync();
        a.syncAll();
        script.expect("""
                0  a joins
                   a joins = a#1 in generation 1, range, led by a#1 [a#1:t]
                0  a syncs
                   log: generation 1 [a#1=a#1]
                   a syncs = assigned 'a#1'
                0  b joins
                   waits
                0  a beats
                   a beats = REBALANCE_IN_PROGRESS
                0  a joins
                   a joins = a#1 in generation 2, range, led by a#1 [a#1:t, b#2:t]
                   b joins = b#2 in generation 2, range, led by a#1
                0  b syncs
                   waits
                0  a syncs
                   log: generation 2 [a#1=a#1 b#2=b#2]
                   a syncs = assigned 'a#1'
                   b syncs = assigned 'b#2'
                """);
    }

    @Test
    void membersThatDoNotComeBackInTimeAreOut() {
        ScriptMember a = script.member("a").session(120_000).join().syncAll();
        script.member("b").session(120_000).join();
        script.skip().advance(60_000);
        a.heartbeat();
        script.expect("""
                60000  timer time to sync over
                60000  timer time to join over
                   b joins = b#2 in generation 2, range, led by b#2 [b#2:t]
                60000  a beats
                   a beats = UNKNOWN_MEMBER_ID
                """);
    }

    @Test
    void aMemberOfVersion4OrNewerIsGivenItsIdFirst() {
        ScriptMember a = script.member("a").version(4).join();
        script.advance(9_000);
        a.join().syncAll();
        script.expect("""
                0  a joins
                   a joins = MEMBER_ID_REQUIRED a#1
                9000  a joins
                   a joins = a#1 in generation 1, range, led by a#1 [a#1:t]
                9000  a syncs
                   log: generation 1 [a#1=a#1]
                   a syncs = assigned 'a#1'
                """);
    }

    @Test
    void aMemberIdThatIsNotUsedInTimeIsForgotten() {
        ScriptMember a = script.member("a").version(4).join();
        script.advance(10_000);
        a.join();
        script.expect("""
                0  a joins
                   a joins = MEMBER_ID_REQUIRED a#1
                10000  timer a#1 never joined
                10000  a joins
                   a joins = UNKNOWN_MEMBER_ID a#1
                """);
    }

    @Test
    void aPendingMemberHoldsUpARebalanceUntilItIsForgotten() {
        ScriptMember a = script.member("a").session(30_000).join().syncAll();
        ScriptMember b = script.member("b").session(30_000).join();
        a.join();
        b.sync();
        a.syncAll();
        script.skip();
        script.member("gone").version(4).join();
        a.join();
        b.join();
        script.advance(10_000);
        script.expect("""
                0  gone joins
                   gone joins = MEMBER_ID_REQUIRED gone#3
                0  a joins
                   waits
                0  b joins
                   waits
                10000  timer gone#3 never joined
                   a joins = a#1 in generation 3, range, led by a#1 [a#1:t, b#2:t]
                   b joins = b#2 in generation 3, range, led by a#1
                """);
    }

    @Test
    void aPendingMemberMayLeave() {
        ScriptMember a = script.member("a").version(4).join();
        a.leave();
        a.join();
        script.expect("""
                0  a joins
                   a joins = MEMBER_ID_REQUIRED a#1
                0  a leaves
                   a leaves = NONE
                0  a joins
                   a joins = UNKNOWN_MEMBER_ID a#1
                """);
    }

    @Test
    void anUnknownMemberIdIsRefused() {
        script.member("a").as("stranger").join();
        script.member("b").join();
        script.member("c").as("stranger").join();
        script.expect("""
                0  a joins
                   a joins = UNKNOWN_MEMBER_ID stranger
                0  b joins
                   b joins = b#1 in generation 1, range, led by b#1 [b#1:t]
                0  c joins
                   c joins = UNKNOWN_MEMBER_ID stranger
                """);
    }

    @Test
    void aGroupThatIsFullTakesNoMoreMembers() {
        GroupScript small = new GroupScript(GroupScript.settings(0, 1));
        ScriptMember a = small.member("a").join().syncAll();
        small.member("b").join();
        small.member("c").version(4).join();
        a.join().syncAll();
        a.leave();
        small.member("b").join();
        small.expect("""
                0  a joins
                   a joins = a#1 in generation 1, range, led by a#1 [a#1:t]
                0  a syncs
                   log: generation 1 [a#1=a#1]
                   a syncs = assigned 'a#1'
                0  b joins
                   b joins = GROUP_MAX_SIZE_REACHED
                0  c joins
                   c joins = GROUP_MAX_SIZE_REACHED
                0  a joins
                   a joins = a#1 in generation 2, range, led by a#1 [a#1:t]
                0  a syncs
                   log: generation 2 [a#1=a#1]
                   a syncs = assigned 'a#1'
                0  a leaves
                   log: generation 3 []
                   a leaves = NONE
                0  b joins
                   b joins = b#2 in generation 4, range, led by b#2 [b#2:t]
                """);
    }

    @Test
    void membersMustHaveAProtocolInCommon() {
        script.member("a").protocols("range:t", "sticky:t").join();
        script.member("other").protocols("cooperative:t").join();
        script.member("worker").type("connect").join();
        script.member("none").protocols().join();
        script.member("b").protocols("sticky:t").join();
        script.member("c").protocols("range:t").join();
        script.expect("""
                0  a joins
                   a joins = a#1 in generation 1, range, led by a#1 [a#1:t]
                0  other joins
                   other joins = INCONSISTENT_GROUP_PROTOCOL
                0  worker joins
                   worker joins = INCONSISTENT_GROUP_PROTOCOL
                0  none joins
                   none joins = INCONSISTENT_GROUP_PROTOCOL
                0  b joins
                   waits
                0  c joins
                   c joins = INCONSISTENT_GROUP_PROTOCOL
                """);
    }

    @Test
    void theProtocolIsOneThatAllSupport() {
        ScriptMember a = script.member("a").protocols("range:t", "sticky:t").join();
        script.skip();
        script.member("b").protocols("sticky:t", "other:t").join();
        a.join();
        script.expect("""
                0  b joins
                   waits
                0  a joins
                   a joins = a#1 in generation 2, sticky, led by a#1 [a#1:t, b#2:t]
                   b joins = b#2 in generation 2, sticky, led by a#1
                """);
    }

    @Test
    void sessionTimeoutsOutsideTheBoundsAreRefused() {
        script.member("a").session(5_999).join();
        script.member("a").session(1_800_001).join();
        script.expect("""
                0  a joins
                   a joins = INVALID_SESSION_TIMEOUT
                0  a joins
                   a joins = INVALID_SESSION_TIMEOUT
                """);
    }

    @Test
    void aFollowerThatJoinsAgainUnchangedIsToldTheGenerationThatThereIs() {
        ScriptMember a = script.member("a").join();
        ScriptMember b = script.member("b").join();
        a.join();
        script.skip();
        b.join();
        a.join();
        a.syncAll();
        b.sync();
        b.join();
        script.expect("""
                0  b joins
                   b joins = b#2 in generation 2, range, led by a#1
                0  a joins
                   a joins = a#1 in generation 2, range, led by a#1 [a#1:t, b#2:t]
                0  a syncs
                   log: generation 2 [a#1=a#1 b#2=b#2]
                   a syncs = assigned 'a#1'
                0  b syncs
                   b syncs = assigned 'b#2'
                0  b joins
                   b joins = b#2 in generation 2, range, led by a#1
                """);
    }

    @Test
    void aChangedSubscriptionStartsARebalance() {
        ScriptMember a = script.member("a").join();
        ScriptMember b = script.member("b").join();
        a.join();
        b.sync();
        a.syncAll();
        script.skip();
        b.protocols("range:u").join();
        a.heartbeat().join();
        b.protocols("range:v").join();
        a.sync();
        script.expect("""
                0  b joins
                   waits
                0  a beats
                   a beats = REBALANCE_IN_PROGRESS
                0  a joins
                   a joins = a#1 in generation 3, range, led by a#1 [a#1:t, b#2:u]
                   b joins = b#2 in generation 3, range, led by a#1
                0  b joins
                   waits
                0  a syncs
                   a syncs = REBALANCE_IN_PROGRESS
                """);
    }

    @Test
    void theLeaderStartsARebalanceByJoiningAgain() {
        ScriptMember a = script.member("a").join().syncAll();
        a.join();
        script.expect("""
                0  a joins
                   a joins = a#1 in generation 1, range, led by a#1 [a#1:t]
                0  a syncs
                   log: generation 1 [a#1=a#1]
                   a syncs = assigned 'a#1'
                0  a joins
                   a joins = a#1 in generation 2, range, led by a#1 [a#1:t]
                """);
    }

    @Test
    void aRepeatedJoinAnswersTheEarlierOne() {
        ScriptMember a = script.member("a").join().syncAll();
        ScriptMember b = script.member("b").version(4).join().join();
        script.skip();
        b.join();
        a.join();
        script.expect("""
                0  b joins
                   b joins = REBALANCE_IN_PROGRESS b#2
                   waits
                0  a joins
                   a joins = a#1 in generation 2, range, led by a#1 [a#1:t, b#2:t]
                   b joins = b#2 in generation 2, range, led by a#1
                """);
    }
}
