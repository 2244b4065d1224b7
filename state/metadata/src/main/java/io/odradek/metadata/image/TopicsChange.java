package io.odradek.metadata.image;

import io.odradek.base.InvariantViolation;
import io.odradek.base.Uuid;
import io.odradek.protocol.metadata.ClearElrRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import io.odradek.protocol.metadata.PartitionRecord;
import io.odradek.protocol.metadata.RemoveTopicRecord;
import io.odradek.protocol.metadata.TopicRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers the changes that a batch makes to topics. One thread. */
final class TopicsChange {
    private final TopicsImage base;
    private final Map<Uuid, @Nullable Draft> drafts = new LinkedHashMap<>();
    private final Map<String, Optional<Uuid>> names = new HashMap<>();

    /** A topic whose partitions are being changed. */
    private static final class Draft {
        private final String name;
        private final Uuid id;
        private final List<PartitionImage> partitions;

        Draft(String name, Uuid id, List<PartitionImage> partitions) {
            this.name = name;
            this.id = id;
            this.partitions = new ArrayList<>(partitions);
        }

        TopicImage image() {
            return new TopicImage(name, id, List.copyOf(partitions));
        }
    }

    TopicsChange(TopicsImage base) {
        this.base = base;
    }

    void replay(TopicRecord record) {
        if (current(record.topicId()) != null) {
            throw new InvariantViolation("topic ids are unique, found " + record.topicId() + " twice");
        }
        drafts.put(record.topicId(), new Draft(record.name(), record.topicId(), List.of()));
        names.put(record.name(), Optional.of(record.topicId()));
    }

    void replay(PartitionRecord record) {
        List<PartitionImage> partitions = draft(record.topicId()).partitions;
        int number = record.partitionId();
        if (number < partitions.size()) {
            partitions.set(number, PartitionImage.of(record));
        } else if (number == partitions.size()) {
            partitions.add(PartitionImage.of(record));
        } else {
            throw new InvariantViolation("partitions of " + record.topicId() + " are numbered without gaps, found "
                    + number + " after " + partitions.size());
        }
    }

    void replay(PartitionChangeRecord record) {
        List<PartitionImage> partitions = draft(record.topicId()).partitions;
        int number = record.partitionId();
        if (number < 0 || number >= partitions.size()) {
            throw new InvariantViolation("a changed partition of " + record.topicId() + " exists, found " + number);
        }
        partitions.set(number, partitions.get(number).with(record));
    }

    /** @return the name of the removed topic */
    String replay(RemoveTopicRecord record) {
        Draft draft = draft(record.topicId());
        drafts.put(record.topicId(), null);
        names.put(draft.name, Optional.empty());
        return draft.name;
    }

    /** An empty name means every topic (KIP-966). */
    void replay(ClearElrRecord record) {
        Stream<Uuid> ids = record.topicName().isEmpty()
                ? base.all().map(TopicImage::id)
                : base.byName(record.topicName()).map(TopicImage::id).stream();
        ids.forEach(id -> draft(id).partitions.replaceAll(PartitionImage::withoutElr));
    }

    /** The ids of all topics that the batch names. */
    Set<Uuid> touched() {
        return Collections.unmodifiableSet(drafts.keySet());
    }

    TopicsImage image() {
        if (drafts.isEmpty()) {
            return base;
        }
        Map<Uuid, Optional<TopicImage>> topics = new HashMap<>();
        drafts.forEach((id, draft) -> topics.put(id, Optional.ofNullable(draft).map(Draft::image)));
        return new TopicsImage(base.ids().with(topics), base.names().with(names));
    }

    private Draft draft(Uuid id) {
        Draft draft = current(id);
        if (draft == null) {
            throw new InvariantViolation("a changed topic exists, found id " + id);
        }
        return draft;
    }

    private @Nullable Draft current(Uuid id) {
        if (!drafts.containsKey(id)) {
            TopicImage topic = base.ids().get(id);
            if (topic == null) {
                return null;
            }
            drafts.put(id, new Draft(topic.name(), id, topic.partitions()));
        }
        return drafts.get(id);
    }
}
