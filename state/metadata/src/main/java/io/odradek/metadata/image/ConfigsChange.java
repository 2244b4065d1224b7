package io.odradek.metadata.image;

import io.odradek.base.InvariantViolation;
import io.odradek.base.Ordered;
import io.odradek.protocol.metadata.ConfigRecord;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Gathers the changes that a batch makes to configurations. One thread. */
final class ConfigsChange {
    private final ConfigsImage base;
    private final Map<ConfigResource, Map<String, String>> drafts = new TreeMap<>();

    ConfigsChange(ConfigsImage base) {
        this.base = base;
    }

    void replay(ConfigRecord record) {
        ResourceType type = ResourceType.of(record.resourceType())
                .orElseThrow(() -> new InvariantViolation(
                        "the type of a configured resource is known, found " + record.resourceType()));
        Map<String, String> draft = draft(new ConfigResource(type, record.resourceName()));
        String value = record.value();
        if (value == null) {
            draft.remove(record.name());
        } else {
            draft.put(record.name(), value);
        }
    }

    void topicRemoved(String name) {
        draft(ConfigResource.topic(name)).clear();
    }

    Set<ConfigResource> touched() {
        return Collections.unmodifiableSet(drafts.keySet());
    }

    ConfigsImage image() {
        if (drafts.isEmpty()) {
            return base;
        }
        Map<ConfigResource, Optional<Map<String, String>>> changes = new HashMap<>();
        drafts.forEach((resource, values) ->
                changes.put(resource, values.isEmpty() ? Optional.empty() : Optional.of(Ordered.map(values))));
        return new ConfigsImage(base.resources().with(changes));
    }

    private Map<String, String> draft(ConfigResource resource) {
        return drafts.computeIfAbsent(resource, key -> new HashMap<>(base.of(key)));
    }
}
