package io.odradek.coordinator;

/**
 * What makes a runtime this or that coordinator.
 *
 * @param name for messages, such as {@code __consumer_offsets-7}
 * @param machine how records make state
 * @param codec how records are written
 * @param errors what clients are told when it is not active
 * @param <S> the state
 * @param <R> the records
 */
public record CoordinatorSpec<S, R>(
        String name, StateMachine<S, R> machine, RecordCodec<R> codec, CoordinatorErrors errors) {}
