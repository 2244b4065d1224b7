package io.odradek.coordinator;

import io.odradek.base.Decision;

/**
 * Something asked of a coordinator, as a function of its state. It changes nothing of the state that records make; it says
 * which records do.
 *
 * @param <S> the state
 * @param <R> the records
 * @param <T> the reply
 */
@FunctionalInterface
public interface Command<S, R, T> {
    /**
     * Decides. Called on the runtime's executor.
     *
     * @param nowMs wall clock, milliseconds since 1970
     * @throws io.odradek.protocol.ApiException to refuse; nothing is appended then
     */
    Decision<R, T> decide(S state, long nowMs);
}
