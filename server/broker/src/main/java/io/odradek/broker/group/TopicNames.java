package io.odradek.broker.group;

import io.odradek.base.Uuid;
import java.util.Optional;

/** Translates between topic names and ids, as the metadata has them now. Any thread. */
public interface TopicNames {
    Optional<String> name(Uuid topicId);

    Optional<Uuid> id(String name);
}
