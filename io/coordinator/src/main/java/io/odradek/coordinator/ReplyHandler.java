package io.odradek.coordinator;

import io.odradek.protocol.ApiException;

/**
 * Takes the reply of a command. Exactly one of the methods is called, once, on the runtime's executor.
 *
 * @param <T> the reply
 */
public interface ReplyHandler<T> {
    /** The command's records, and all that it may have read, are committed. */
    void replied(T reply);

    /** The command was refused, or it is not known what became of it. */
    void failed(ApiException error);

    /**
     * Nothing of what the command decided was appended, as when the disk is full. Called before any other command decides; {@link
     * #failed} follows in its turn.
     */
    default void notAppended() {}
}
