package io.odradek.base;

/**
 * Checks that stay on in production. A failed check is a bug in Odradek, never the caller's input: input errors have
 * their own exceptions with a Kafka error code.
 *
 * <p>Stateless; any thread.
 */
public final class Invariants {
    private Invariants() {}

    /**
     * Checks that {@code holds}.
     *
     * @param expected what was expected, as a sentence
     * @throws InvariantViolation if it does not hold
     */
    public static void check(boolean holds, String expected) {
        if (!holds) {
            throw new InvariantViolation(expected);
        }
    }

    /**
     * Checks that {@code holds} and says what was found.
     *
     * @throws InvariantViolation if it does not hold
     */
    public static void check(boolean holds, String expected, long found) {
        if (!holds) {
            throw new InvariantViolation(expected + ", found " + found);
        }
    }

    /**
     * Checks that {@code holds} and says what was found.
     *
     * @throws InvariantViolation if it does not hold
     */
    public static void check(boolean holds, String expected, long found, long against) {
        if (!holds) {
            throw new InvariantViolation(expected + ", found " + found + " against " + against);
        }
    }

    /**
     * Checks that {@code holds} and says what was found.
     *
     * @throws InvariantViolation if it does not hold
     */
    public static void check(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new InvariantViolation(expected + ", found " + found);
        }
    }
}
