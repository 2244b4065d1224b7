package io.odradek.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncingTest {
    private final GroupScript script = GroupScript.withoutDelay();
    private final ScriptMember a = script.member("a").session(100_000);
    private final ScriptMember b = script.member("b").session(100_000);

    @BeforeEach
    void twoMembersHaveJoined() {
        a.join();
        b.join();
        a.join();
        script.skip();
    }

    @Test
    void aFollowerThatSyncsBeforeTheLeaderWaits() {
        b.sync();
        a.syncAll();
        script.expect("""
                0  b syncs
                   waits
                0  a syncs
                   log: generation 2 [a#1=a#1 b#2=b#2]
                   a syncs = assigned 'a#1'
                   b syncs = assigned 'b#2'
                """);
    }

    @Test
    void aFollowerThatSyncsAfterTheLeaderIsAnsweredAtOnce() {
        a.syncAll();
        b.sync();
        b.sync();
        script.expect("""
                0  a syncs
                   log: generation 2 [a#1=a#1 b#2=b#2]
                   a syncs = assigned 'a#1'
                0  b syncs
                   b syncs = assigned 'b#2'
                0  b syncs
                   b syncs = assigned 'b#2'
                """);
    }

    @Test
    void anAssignmentThatCouldNotBeWrittenIsGivenToNobody() {
        b.sync();
        script.diskFull(true);
        a.syncAll();
        script.diskFull(false);
        b.sync();
        b.heartbeat();
        script.expect("""
                0  b syncs
                   waits
                0  a syncs
                   not written
                0  b syncs
                   b syncs = REBALANCE_IN_PROGRESS
                0  b beats
                   b beats = REBALANCE_IN_PROGRESS
                """);
        assertThat(script.timers()).containsKey(new GroupTimer.JoinOver(GroupScript.GROUP));
    }

    @Test
    void aRepeatedSyncAnswersTheEarlierOne() {
        b.sync();
        b.sync();
        a.syncAll();
        script.expect("""
                0  b syncs
                   waits
                0  b syncs
                   b syncs = REBALANCE_IN_PROGRESS
                   waits
                0  a syncs
                   log: generation 2 [a#1=a#1 b#2=b#2]
                   a syncs = assigned 'a#1'
                   b syncs = assigned 'b#2'
                """);
    }

    @Test
    void membersThatDoNotSyncWithinTheRebalanceTimeoutAreOut() {
        a.syncAll();
        script.advance(60_000);
        a.heartbeat();
        b.heartbeat();
        a.join();
        script.expect("""
                0  a syncs
                   log: generation 2 [a#1=a#1 b#2=b#2]
                   a syncs = assigned 'a#1'
                60000  timer time to sync over
                60000  a beats
                   a beats = REBALANCE_IN_PROGRESS
                60000  b beats
                   b beats = UNKNOWN_MEMBER_ID
                60000  a joins
                   a joins = a#1 in generation 3, range, led by a#1 [a#1:t]
                """);
    }

    @Test
    void aLeaderThatDoesNotSyncIsOut() {
        b.sync();
        script.advance(60_000);
        b.join();
        script.expect("""
                0  b syncs
                   waits
                60000  timer time to sync over
                   b syncs = REBALANCE_IN_PROGRESS
                60000  b joins
                   b joins = b#2 in generation 3, range, led by b#2 [b#2:t]
                """);
    }

    @Test
    void syncsOfStrangersAndOfOtherGenerationsAreRefused() {
        script.member("stranger").as("stranger").sync();
        script.member("late").as(b.id()).inGeneration(1).sync();
        script.expect("""
                0  stranger syncs
                   stranger syncs = UNKNOWN_MEMBER_ID
                0  late syncs
                   late syncs = ILLEGAL_GENERATION
                """);
    }

    @Test
    void aJoinDuringTheSyncStartsTheRebalanceAnew() {
        b.sync();
        script.member("c").join();
        a.sync();
        script.expect("""
                0  b syncs
                   waits
                0  c joins
                   b syncs = REBALANCE_IN_PROGRESS
                   waits
                0  a syncs
                   a syncs = REBALANCE_IN_PROGRESS
                """);
    }

    @Test
    void heartbeatsAreFineWhileTheLeaderAssignsAndAskToJoinWhileOthersJoin() {
        b.heartbeat();
        a.syncAll();
        b.sync().heartbeat();
        script.member("c").join();
        b.heartbeat();
        script.member("late").as(b.id()).inGeneration(1).heartbeat();
        script.member("stranger").as("stranger").inGeneration(2).heartbeat();
        script.expect("""
                0  b beats
                   b beats = NONE
                0  a syncs
                   log: generation 2 [a#1=a#1 b#2=b#2]
                   a syncs = assigned 'a#1'
                0  b syncs
                   b syncs = assigned 'b#2'
                0  b beats
                   b beats = NONE
                0  c joins
                   waits
                0  b beats
                   b beats = REBALANCE_IN_PROGRESS
                0  late beats
                   late beats = ILLEGAL_GENERATION
                0  stranger beats
                   stranger beats = UNKNOWN_MEMBER_ID
                """);
    }
}
