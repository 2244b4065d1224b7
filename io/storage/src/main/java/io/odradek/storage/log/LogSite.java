package io.odradek.storage.log;

import io.odradek.base.Time;
import io.odradek.base.TopicPartition;
import io.odradek.storage.disk.Disk;
import java.nio.file.Path;

/** Where a log lives and whose it is. */
public record LogSite(Disk disk, Path folder, TopicPartition topicPartition, Time time) {}
