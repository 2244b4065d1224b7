package io.odradek.group;

import org.junit.jupiter.api.Test;

class StaticMembersTest {
    private final GroupScript script = GroupScript.withoutDelay();

    private ScriptMember fixed(String name, String instance) {
        return script.member(name).instance(instance).version(9).session(30_000);
    }

    private void stable(ScriptMember a, ScriptMember b) {
        a.join();
        b.join();
        a.join();
        b.sync();
        a.syncAll();
        script.skip();
    }

    @Test
    void aStaticMemberNeedsNoSecondJoin() {
        fixed("a", "one").join().syncAll();
        script.expect("""
                0  a joins
                   a joins = one#1 in generation 1, range, led by one#1 [one#1:t]
                0  a syncs
                   log: generation 1 [one#1=one#1]
                   a syncs = assigned 'one#1'
                """);
    }

    @Test
    void aRestartedFollowerKeepsItsAssignmentWithoutARebalance() {
        ScriptMember a = fixed("a", "one");
        ScriptMember b = fixed("b", "two");
        stable(a, b);
        ScriptMember old = fixed("old b", "two").as(b.id()).inGeneration(b.generation());
        b.restarted().protocols("range:owns nothing yet").join().sync();
        old.heartbeat().commit("t", 0, 1).sync().join().leave();
        a.heartbeat();
        script.expect("""
                0  b joins
                   log: generation 2 [one#1=one#1 two#3=two#2]
                   b joins = two#3 in generation 2, range, led by one#1
                0  b syncs
                   b syncs = assigned 'two#2'
                0  old b beats
                   old b beats = FENCED_INSTANCE_ID
                0  old b commits
                   old b commits = FENCED_INSTANCE_ID
                0  old b syncs
                   old b syncs = FENCED_INSTANCE_ID
                0  old b joins
                   old b joins = FENCED_INSTANCE_ID two#2
                0  old b leaves
                   old b leaves = FENCED_INSTANCE_ID
                0  a beats
                   a beats = NONE
                """);
    }

    @Test
    void aRestartedLeaderIsToldNotToAssign() {
        ScriptMember a = fixed("a", "one");
        ScriptMember b = fixed("b", "two");
        stable(a, b);
        a.restarted().join().sync();
        b.heartbeat();
        script.expect("""
                0  a joins
                   log: generation 2 [two#2=two#2 one#3=one#1]
                   a joins = one#3 in generation 2, range, led by one#3 [two#2:t, one#3:t], to skip the assignment
                0  a syncs
                   a syncs = assigned 'one#1'
                0  b beats
                   b beats = NONE
                """);
    }

    @Test
    void aRestartedLeaderThatCannotBeToldThatIsToldThatAnotherLeads() {
        ScriptMember a = fixed("a", "one").version(8);
        ScriptMember b = fixed("b", "two").version(8);
        stable(a, b);
        a.restarted().join().sync();
        b.heartbeat();
        script.expect("""
                0  a joins
                   log: generation 2 [two#2=two#2 one#3=one#1]
                   a joins = one#3 in generation 2, range, led by one#1
                0  a syncs
                   a syncs = assigned 'one#1'
                0  b beats
                   b beats = NONE
                """);
    }

    @Test
    void aRestartWithAnotherPreferredProtocolStartsARebalance() {
        ScriptMember a = fixed("a", "one").protocols("range:t", "sticky:t");
        a.join().syncAll();
        script.skip();
        a.restarted().protocols("sticky:t").join();
        script.expect("""
                0  a joins
                   a joins = one#2 in generation 2, sticky, led by one#2 [one#2:t]
                """);
        a.restarted().protocols("range:t", "sticky:t").join();
        script.expect("""
                0  a joins
                   a joins = one#3 in generation 3, range, led by one#3 [one#3:t]
                """);
    }

    @Test
    void aRestartWhileOthersSyncStartsTheRebalanceAnew() {
        ScriptMember a = fixed("a", "one");
        ScriptMember b = fixed("b", "two");
        a.join();
        b.join();
        a.join();
        b.sync();
        script.skip();
        b.restarted().join();
        a.syncAll().join();
        script.expect("""
                0  b joins
                   b syncs = FENCED_INSTANCE_ID
                   waits
                0  a syncs
                   a syncs = REBALANCE_IN_PROGRESS
                0  a joins
                   a joins = one#1 in generation 3, range, led by one#1 [one#1:t, two#3:t]
                   b joins = two#3 in generation 3, range, led by one#1
                """);
    }

    @Test
    void theWaitingJoinOfTheOldProcessIsFenced() {
        ScriptMember a = fixed("a", "one");
        ScriptMember b = fixed("b", "two");
        stable(a, b);
        script.member("c").session(30_000).join();
        fixed("old b", "two").as(b.id()).join();
        b.restarted().join();
        a.join();
        script.expect("""
                0  c joins
                   waits
                0  old b joins
                   waits
                0  b joins
                   old b joins = FENCED_INSTANCE_ID two#2
                   waits
                0  a joins
                   a joins = one#1 in generation 3, range, led by one#1 [one#1:t, c#3:t, two#4:t]
                   c joins = c#3 in generation 3, range, led by one#1
                   b joins = two#4 in generation 3, range, led by one#1
                """);
    }

    @Test
    void aStaticMemberIsMissedOnlyAfterItsSession() {
        ScriptMember a = fixed("a", "one");
        ScriptMember b = fixed("b", "two");
        stable(a, b);
        script.advance(29_000);
        a.heartbeat();
        script.advance(1_000);
        a.heartbeat().join().syncAll();
        script.expect("""
                29000  a beats
                   a beats = NONE
                30000  timer session of two#2 over
                30000  a beats
                   a beats = REBALANCE_IN_PROGRESS
                30000  a joins
                   a joins = one#1 in generation 3, range, led by one#1 [one#1:t]
                30000  a syncs
                   log: generation 3 [one#1=one#1]
                   a syncs = assigned 'one#1'
                """);
    }

    @Test
    void aRebalanceGoesOnWithoutAStaticMemberThatIsAwayAndKeepsItsPlace() {
        ScriptMember a = fixed("a", "one").session(200_000).rebalance(20_000);
        ScriptMember b = fixed("b", "two").session(200_000).rebalance(20_000);
        stable(a, b);
        a.join();
        script.advance(20_000);
        a.syncAll();
        b.restarted().join().sync();
        script.expect("""
                0  a joins
                   waits
                20000  timer time to sync over
                20000  timer time to join over
                   a joins = one#1 in generation 3, range, led by one#1 [one#1:t, two#2:t]
                20000  a syncs
                   log: generation 3 [one#1=one#1 two#2=two#2]
                   a syncs = assigned 'one#1'
                20000  b joins
                   log: generation 3 [one#1=one#1 two#3=two#2]
                   b joins = two#3 in generation 3, range, led by one#1
                20000  b syncs
                   b syncs = assigned 'two#2'
                """);
    }

    @Test
    void aRebalanceWaitsAsLongAsAllAreStaticAndAway() {
        ScriptMember a = fixed("a", "one").session(50_000).rebalance(20_000);
        ScriptMember b = fixed("b", "two").session(50_000).rebalance(20_000);
        stable(a, b);
        ScriptMember c = script.member("c").version(4).rebalance(20_000).join().join();
        c.leave();
        script.advance(100_000);
        script.expect("""
                0  c joins
                   c joins = MEMBER_ID_REQUIRED c#3
                0  c joins
                   waits
                0  c leaves
                   c joins = UNKNOWN_MEMBER_ID c#3
                   c leaves = NONE
                20000  timer time to sync over
                20000  timer time to join over
                40000  timer time to join over
                50000  timer session of one#1 over
                50000  timer session of two#2 over
                   log: generation 3 []
                """);
    }

    @Test
    void anAdministratorRemovesAStaticMemberByItsInstance() {
        ScriptMember a = fixed("a", "one");
        ScriptMember b = fixed("b", "two");
        stable(a, b);
        fixed("admin", "two").leave();
        fixed("admin", "three").leave();
        a.heartbeat();
        script.expect("""
                0  admin leaves
                   admin leaves = NONE
                0  admin leaves
                   admin leaves = UNKNOWN_MEMBER_ID
                0  a beats
                   a beats = REBALANCE_IN_PROGRESS
                """);
    }

    @Test
    void aFullGroupTakesARestartedStaticMember() {
        GroupScript small = new GroupScript(GroupScript.settings(0, 1));
        ScriptMember a = small.member("a").instance("one").version(9).join().syncAll();
        small.skip();
        a.restarted().join();
        small.expect("""
                0  a joins
                   log: generation 1 [one#2=one#1]
                   a joins = one#2 in generation 1, range, led by one#2 [one#2:t], to skip the assignment
                """);
    }
}
