package io.odradek.storage;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import java.util.Optional;

/**
 * A log to be made.
 *
 * @param directory the id of the directory to make it in; empty, or one of Kafka's reserved ids, for any
 */
public record NewLog(TopicPartition partition, Uuid topicId, LogConfig config, Optional<Uuid> directory) {}
