package io.odradek.server;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import java.nio.file.Path;
import java.util.SortedSet;

/**
 * A log directory as it is before anything is changed.
 *
 * @param partitions that have a folder in it
 */
record FoundDirectory(Path path, State state, SortedSet<TopicPartition> partitions) {
    /** What there is. */
    sealed interface State {
        /** Nothing of that name. */
        record Absent() implements State {}

        /** A folder without {@code meta.properties}. */
        record Unformatted() implements State {}

        /** A log directory; the id is {@link Uuid#ZERO} if it was formatted before directories had ids. */
        record Formatted(Uuid id) implements State {}

        /** Something that cannot be used: it goes offline when it is opened. */
        record Failed() implements State {}
    }

    /** What it looks like, for a message. */
    String describe() {
        return switch (state) {
            case State.Absent() -> path + " is not there (its disk may not be mounted)";
            case State.Unformatted() ->
                partitions.isEmpty()
                        ? path + " is empty (its disk may not be mounted)"
                        : path + " has no meta.properties";
            case State.Formatted(Uuid id) -> path + " has the directory.id " + id + ", which is not known";
            case State.Failed() -> path + " cannot be used";
        };
    }
}
