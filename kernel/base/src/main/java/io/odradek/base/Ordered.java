package io.odradek.base;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Unmodifiable copies that keep the order of what they copy. {@code Set.copyOf} and {@code Map.copyOf} have an order that
 * differs from process to process, so that a seed would not tell the same story again. Stateless; any thread.
 */
public final class Ordered {
    private Ordered() {}

    /** A copy in the order of the original, duplicates left out. */
    public static <T> Set<T> set(Collection<? extends T> original) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(original));
    }

    /** A copy in the order of the original. */
    public static <K, V> Map<K, V> map(Map<? extends K, ? extends V> original) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(original));
    }
}
