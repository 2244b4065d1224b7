package io.odradek.coordinator;

import java.util.List;

/**
 * How records make state. A leader and whoever replays the log come to the same state, so nothing but the state and the records may
 * play a part: no clock, no randomness.
 *
 * @param <S> the state; immutable, or owned by one runtime and changed in place
 * @param <R> the records
 */
public interface StateMachine<S, R> {
    /** The state of an empty log; a new one at each call if it is changed in place. */
    S empty();

    /** The state after the records of one batch: a new one, or the same object, changed. */
    S apply(S state, List<R> records);
}
