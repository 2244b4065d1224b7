package io.odradek.broker.group;

import io.odradek.base.Uuid;
import java.util.Optional;

/** Which topics and partitions there are, as the metadata has them now. Any thread. */
public interface KnownTopics {
    Optional<String> name(Uuid topicId);

    Optional<Uuid> id(String name);

    /** Whether there is such a topic and it has the partition, wherever that is led. */
    boolean has(String topic, int partition);
}
