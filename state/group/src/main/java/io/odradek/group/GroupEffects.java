package io.odradek.group;

import io.odradek.protocol.ResponseMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done once the records of a command are committed: requests to answer, timers to set and to cancel.
 *
 * <p>Filled by one command; read by the runtime afterwards.
 */
public final class GroupEffects {
    private final List<Reply> replies = new ArrayList<>();
    private final List<TimerChange> timers = new ArrayList<>();

    GroupEffects() {}

    /**
     * An answer to a request that may have waited long.
     *
     * @param request the number that the caller gave it
     */
    public record Reply(long request, ResponseMessage response) {}

    /** A timer to set, or to cancel. */
    public sealed interface TimerChange {
        GroupTimer timer();

        /** Fires after {@code delayMs}, in place of an earlier one for the same subject. */
        record Set(GroupTimer timer, long delayMs) implements TimerChange {}

        record Cancel(GroupTimer timer) implements TimerChange {}
    }

    public List<Reply> replies() {
        return replies;
    }

    public List<TimerChange> timers() {
        return timers;
    }

    void reply(long request, ResponseMessage response) {
        replies.add(new Reply(request, response));
    }

    void set(GroupTimer timer, long delayMs) {
        timers.add(new TimerChange.Set(timer, delayMs));
    }

    void cancel(GroupTimer timer) {
        timers.add(new TimerChange.Cancel(timer));
    }
}
