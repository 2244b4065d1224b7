package io.odradek.coordinator;

import java.util.concurrent.CompletionStage;

/**
 * Where a coordinator that becomes active finds its state: the fold of everything that was ever appended to its log,
 * see {@link BatchReplay}.
 *
 * @param <S> the state
 */
@FunctionalInterface
public interface StateSource<S> {
    /**
     * Loads the state. Not called while an append of the same runtime is open.
     *
     * @return completes on any thread; the state belongs to the runtime from then on
     */
    CompletionStage<S> load();
}
