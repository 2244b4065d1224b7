package io.odradek.group;

import io.odradek.base.TopicPartition;
import io.odradek.protocol.group.OffsetCommitKey;
import io.odradek.protocol.group.OffsetCommitValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The committed offsets of the groups of one shard: the fold of its OffsetCommit records.
 *
 * <p>Mutable; confined to its shard.
 */
final class OffsetStore {
    private final Map<String, TreeMap<TopicPartition, CommittedOffset>> byGroup = new HashMap<>();

    void replay(OffsetCommitKey key, @Nullable OffsetCommitValue value) {
        TopicPartition partition = new TopicPartition(key.topic(), key.partition());
        if (value != null) {
            byGroup.computeIfAbsent(key.group(), _ -> new TreeMap<>()).put(partition, CommittedOffset.of(value));
            return;
        }
        TreeMap<TopicPartition, CommittedOffset> offsets = byGroup.get(key.group());
        if (offsets != null) {
            offsets.remove(partition);
            if (offsets.isEmpty()) {
                byGroup.remove(key.group());
            }
        }
    }

    Set<String> groups() {
        return byGroup.keySet();
    }

    boolean has(String group) {
        return byGroup.containsKey(group);
    }

    Map<TopicPartition, CommittedOffset> of(String group) {
        return byGroup.getOrDefault(group, new TreeMap<>());
    }

    Optional<CommittedOffset> find(String group, TopicPartition partition) {
        return Optional.ofNullable(of(group).get(partition));
    }

    static GroupRecord committed(String group, TopicPartition partition, CommittedOffset offset) {
        return new GroupRecord(key(group, partition), offset.toValue());
    }

    static GroupRecord forgotten(String group, TopicPartition partition) {
        return new GroupRecord(key(group, partition), null);
    }

    /** Tombstones for all offsets of a group that match. */
    List<GroupRecord> forget(String group, Predicate<Map.Entry<TopicPartition, CommittedOffset>> which) {
        return forget(group, which, Integer.MAX_VALUE);
    }

    /** Tombstones for the offsets of a group that match, but no more than {@code most}. */
    List<GroupRecord> forget(String group, Predicate<Map.Entry<TopicPartition, CommittedOffset>> which, int most) {
        return of(group).entrySet().stream()
                .filter(which)
                .limit(most)
                .map(entry -> forgotten(group, entry.getKey()))
                .toList();
    }

    /** Tombstones for the offsets of deleted topics, but no more than {@code most}. */
    List<GroupRecord> forgetTopics(Collection<String> topics, int most) {
        List<GroupRecord> records = new ArrayList<>();
        for (String group : byGroup.keySet()) {
            records.addAll(forget(group, entry -> topics.contains(entry.getKey().topic()), most - records.size()));
        }
        return records;
    }

    private static OffsetCommitKey key(String group, TopicPartition partition) {
        return new OffsetCommitKey().setGroup(group).setTopic(partition.topic()).setPartition(partition.partition());
    }
}
