package io.odradek.benchmarks.load;

/** How much several exchanges may still ask for together. One thread. */
final class Budget {
    private long left;

    Budget(long amount) {
        left = amount;
    }

    /** Takes one if there is one. */
    boolean takeOne() {
        if (left <= 0) {
            return false;
        }
        left--;
        return true;
    }

    /** Takes what was used after the fact; may go below zero. */
    void use(long amount) {
        left -= amount;
    }

    boolean isUsedUp() {
        return left <= 0;
    }

    /** What is left; negative if more was used than there was. */
    long left() {
        return left;
    }
}
