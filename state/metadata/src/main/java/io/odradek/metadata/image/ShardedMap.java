package io.odradek.metadata.image;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map of which a changed copy shares all but the touched shards: with n entries a batch of k changes copies at
 * most k · n / {@value #SHARDS} of them. Entries come in no particular order.
 *
 * <p>Immutable; any thread.
 */
final class ShardedMap<K, V> {
    private static final int SHARDS = 256;

    private final List<Map<K, V>> shards;
    private final int size;

    private ShardedMap(List<Map<K, V>> shards) {
        this.shards = shards;
        this.size = shards.stream().mapToInt(Map::size).sum();
    }

    static <K, V> ShardedMap<K, V> empty() {
        return new ShardedMap<>(Collections.nCopies(SHARDS, Map.of()));
    }

    int size() {
        return size;
    }

    @Nullable
    V get(K key) {
        return shards.get(shardOf(key)).get(key);
    }

    Stream<Map.Entry<K, V>> entries() {
        return shards.stream().flatMap(shard -> shard.entrySet().stream());
    }

    Stream<V> values() {
        return shards.stream().flatMap(shard -> shard.values().stream());
    }

    /** The keys under which the maps hold different things, in no particular order. Costs little where they share shards. */
    List<K> differing(ShardedMap<K, V> other) {
        List<K> result = new ArrayList<>();
        for (int i = 0; i < SHARDS; i++) {
            Map<K, V> mine = shards.get(i);
            Map<K, V> theirs = other.shards.get(i);
            if (isSame(mine, theirs)) {
                continue;
            }
            mine.forEach((key, value) -> {
                if (!value.equals(theirs.get(key))) {
                    result.add(key);
                }
            });
            theirs.keySet().stream().filter(key -> !mine.containsKey(key)).forEach(result::add);
        }
        return result;
    }

    @SuppressWarnings("ReferenceEquality") // Shared shards need not be looked into.
    private static boolean isSame(Map<?, ?> one, Map<?, ?> other) {
        return one == other;
    }

    /** A copy in which each key of {@code changes} has its new value, or is gone where that is empty. */
    ShardedMap<K, V> with(Map<K, Optional<V>> changes) {
        if (changes.isEmpty()) {
            return this;
        }
        List<@Nullable Map<K, V>> copied = new ArrayList<>(Collections.nCopies(SHARDS, null));
        List<Map<K, V>> result = new ArrayList<>(shards);
        changes.forEach((key, value) -> {
            int index = shardOf(key);
            Map<K, V> shard = copied.get(index);
            if (shard == null) {
                shard = new HashMap<>(shards.get(index));
                copied.set(index, shard);
                result.set(index, shard);
            }
            if (value.isPresent()) {
                shard.put(key, value.get());
            } else {
                shard.remove(key);
            }
        });
        return new ShardedMap<>(Collections.unmodifiableList(result));
    }

    private int shardOf(K key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & (SHARDS - 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ShardedMap<?, ?> map && shards.equals(map.shards);
    }

    @Override
    public int hashCode() {
        return shards.hashCode();
    }

    @Override
    public String toString() {
        return size + " entries";
    }
}
