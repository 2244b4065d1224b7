package io.odradek.metadata.image;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was set for topics, brokers, groups and client metrics subscriptions.
 *
 * <p>Immutable; any thread.
 */
public final class ConfigsImage {
    static final ConfigsImage EMPTY = new ConfigsImage(ShardedMap.empty());

    private final ShardedMap<ConfigResource, Map<String, String>> resources;

    ConfigsImage(ShardedMap<ConfigResource, Map<String, String>> resources) {
        this.resources = resources;
    }

    /** What was set for a resource, by key; empty when nothing was. The same object as long as nothing changes. */
    public Map<String, String> of(ConfigResource resource) {
        Map<String, String> values = resources.get(resource);
        return values == null ? Map.of() : values;
    }

    /** The resources of a type for which something was set, by name. */
    public Stream<ConfigResource> ofType(ResourceType type) {
        return all().filter(resource -> resource.type() == type);
    }

    /** All resources for which something was set, by type and name. */
    public Stream<ConfigResource> all() {
        return resources.entries().map(Map.Entry::getKey).sorted();
    }

    ShardedMap<ConfigResource, Map<String, String>> resources() {
        return resources;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConfigsImage configs && resources.equals(configs.resources);
    }

    @Override
    public int hashCode() {
        return resources.hashCode();
    }

    @Override
    public String toString() {
        return resources.size() + " configured resources";
    }
}
