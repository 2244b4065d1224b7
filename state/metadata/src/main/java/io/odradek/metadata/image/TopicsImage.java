package io.odradek.metadata.image;

import io.odradek.base.Uuid;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All topics, by id and by name.
 *
 * <p>Immutable; any thread.
 */
public final class TopicsImage {
    static final TopicsImage EMPTY = new TopicsImage(ShardedMap.empty(), ShardedMap.empty());

    private final ShardedMap<Uuid, TopicImage> byId;
    private final ShardedMap<String, Uuid> idByName;

    TopicsImage(ShardedMap<Uuid, TopicImage> byId, ShardedMap<String, Uuid> idByName) {
        this.byId = byId;
        this.idByName = idByName;
    }

    public Optional<TopicImage> byId(Uuid id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Optional<TopicImage> byName(String name) {
        Uuid id = idByName.get(name);
        return id == null ? Optional.empty() : byId(id);
    }

    /** The partition of a topic's name, if it exists. */
    public Optional<PartitionImage> partition(String name, int number) {
        return byName(name).flatMap(topic -> topic.partition(number));
    }

    public int count() {
        return byId.size();
    }

    /** All topics, in no particular order. */
    public Stream<TopicImage> all() {
        return byId.values();
    }

    /** All topics by name. */
    public Stream<TopicImage> sorted() {
        return all().sorted(Comparator.comparing(TopicImage::name));
    }

    ShardedMap<Uuid, TopicImage> ids() {
        return byId;
    }

    ShardedMap<String, Uuid> names() {
        return idByName;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TopicsImage topics && byId.equals(topics.byId) && idByName.equals(topics.idByName);
    }

    @Override
    public int hashCode() {
        return byId.hashCode();
    }

    @Override
    public String toString() {
        return byId.size() + " topics";
    }
}
