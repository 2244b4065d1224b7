package io.odradek.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Drives a shard as the coordinator does, with time that the test moves, and writes down in words what happens. One
 * thread.
 */
final class GroupScript {
    static final String GROUP = "g";

    private final GroupSettings settings;
    private final Transcript transcript = new Transcript();
    private final Map<GroupTimer, Long> timers = new LinkedHashMap<>();
    private final Map<Long, ScriptMember.Waiting> waiting = new LinkedHashMap<>();
    private final List<GroupRecord> log = new ArrayList<>();
    private GroupShard shard;
    private long ids;
    private long requests;
    private long now;
    private boolean diskFull;

    GroupScript(GroupSettings settings) {
        this.settings = settings;
        this.shard = newShard();
    }

    /** Kafka's defaults, but rebalances begin without a delay. */
    static GroupScript withoutDelay() {
        return new GroupScript(settings(0, Integer.MAX_VALUE));
    }

    static GroupSettings settings(int initialDelayMs, int maxSize) {
        GroupSettings kafka = GroupSettings.DEFAULT;
        return new GroupSettings(
                kafka.minSessionTimeoutMs(),
                kafka.maxSessionTimeoutMs(),
                initialDelayMs,
                maxSize,
                kafka.offsetMetadataMaxBytes(),
                kafka.offsetsRetentionMs());
    }

    private GroupShard newShard() {
        return new GroupShard(settings, () -> new Uuid(0, ++ids));
    }

    ScriptMember member(String name) {
        return new ScriptMember(this, name);
    }

    GroupShard shard() {
        return shard;
    }

    long now() {
        return now;
    }

    List<GroupRecord> log() {
        return log;
    }

    Map<GroupTimer, Long> timers() {
        return timers;
    }

    /** Names of the requests that have no answer yet. */
    List<String> waitingRequests() {
        return waiting.values().stream().map(ScriptMember.Waiting::what).toList();
    }

    /** What happened since the last call. */
    void expect(String lines) {
        assertThat(transcript.take().strip()).isEqualTo(lines.strip());
    }

    /** Forgets what happened so far. */
    GroupScript skip() {
        transcript.take();
        return this;
    }

    /** Hands in a request and does what comes of it. */
    void request(ScriptMember.Waiting request, Function<Long, Decision<GroupRecord, GroupEffects>> command) {
        long number = ++requests;
        waiting.put(number, request);
        transcript.begin(now, request.what());
        carryOut(command.apply(number));
        if (waiting.containsKey(number)) {
            transcript.note("waits");
        }
    }

    /** Runs a command of an administrator. */
    ErrorCode admin(String what, Decision<GroupRecord, ErrorCode> decision) {
        transcript.begin(now, what);
        append(decision.records());
        transcript.note(decision.reply().name());
        return decision.reply();
    }

    /** Runs a command that the coordinator gives itself. */
    void run(String what, Decision<GroupRecord, GroupEffects> decision) {
        transcript.begin(now, what);
        carryOut(decision);
    }

    /** From now on nothing can be written, or everything again. */
    void diskFull(boolean full) {
        diskFull = full;
    }

    /** Lets time pass and fires the timers that fall due, the earliest first. */
    void advance(long ms) {
        long until = now + ms;
        while (fireNext(until)) {
            // Each may set others.
        }
        now = until;
    }

    /** Fires the next timer that is due by then. */
    boolean fireNext(long until) {
        GroupTimer next = null;
        for (Map.Entry<GroupTimer, Long> entry : timers.entrySet()) {
            if (entry.getValue() <= until && (next == null || entry.getValue() < timers.get(next))) {
                next = entry.getKey();
            }
        }
        if (next == null) {
            return false;
        }
        now = Math.max(now, timers.remove(next));
        run("timer " + transcript.describe(next), shard.timer(next, now));
        return true;
    }

    /** Another coordinator takes over with what is in the log; waiting requests are lost. */
    void failOver() {
        transcript.begin(now, "another coordinator takes over");
        timers.clear();
        waiting.clear();
        shard = newShard();
        log.forEach(shard::replay);
        carryOut(new Decision<>(List.of(), shard.activate(now)));
    }

    private void carryOut(Decision<GroupRecord, GroupEffects> decision) {
        if (diskFull && !decision.changesNothing()) {
            transcript.note("not written");
            change(decision.reply());
            change(shard.unwritten(decision.records(), now));
            decision.reply().replies().forEach(reply -> waiting.remove(reply.request()));
            return;
        }
        append(decision.records());
        change(decision.reply());
        for (GroupEffects.Reply reply : decision.reply().replies()) {
            ScriptMember.Waiting request = waiting.remove(reply.request());
            assertThat(request)
                    .as("request %d is answered twice: %s", reply.request(), reply.response())
                    .isNotNull();
            request.answer().accept(reply.response());
            transcript.note(request.what() + " = " + transcript.describe(reply.response()));
        }
    }

    private void change(GroupEffects effects) {
        for (GroupEffects.TimerChange change : effects.timers()) {
            switch (change) {
                case GroupEffects.TimerChange.Set set -> timers.put(set.timer(), now + set.delayMs());
                case GroupEffects.TimerChange.Cancel cancel -> timers.remove(cancel.timer());
            }
        }
    }

    private void append(List<GroupRecord> records) {
        for (GroupRecord record : records) {
            log.add(record);
            shard.replay(record);
            transcript.note("log: " + transcript.describe(record));
        }
    }
}
