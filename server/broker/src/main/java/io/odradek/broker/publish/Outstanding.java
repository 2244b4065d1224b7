package io.odradek.broker.publish;

/**
 * Something that could not be done and is tried again. Immutable.
 *
 * @param what names it, such as {@code partition orders-3}
 * @param why the last attempt failed, for people
 * @param sinceMs wall clock of the first failure, milliseconds since 1970
 * @param attempts that have failed so far, at least 1
 */
public record Outstanding(String what, String why, long sinceMs, int attempts) {
    Outstanding failedAgain(String newWhy) {
        return new Outstanding(what, newWhy, sinceMs, attempts + 1);
    }
}
