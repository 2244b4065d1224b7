package io.odradek.metadata.controller;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds what a request names more than once. Stateless; any thread. */
final class Repeated {
    private Repeated() {}

    static <T> Set<T> of(Collection<T> items) {
        Set<T> seen = new LinkedHashSet<>();
        Set<T> repeated = new LinkedHashSet<>();
        for (T item : items) {
            if (!seen.add(item)) {
                repeated.add(item);
            }
        }
        return repeated;
    }
}
