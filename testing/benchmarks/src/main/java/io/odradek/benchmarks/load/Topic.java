package io.odradek.benchmarks.load;

import io.odradek.base.Uuid;

/**
 * A topic that a broker serves. Immutable.
 *
 * @param name its name
 * @param id its id
 * @param partitions how many partitions it has, numbered from 0
 */
public record Topic(String name, Uuid id, int partitions) {}
