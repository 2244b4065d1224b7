package io.odradek.storage;

/**
 * A producer as DescribeProducers (KIP-664) shows it.
 *
 * @param lastSequence -1 if only markers are known
 * @param lastTimestamp ms
 * @param coordinatorEpoch -1 if no marker was seen
 * @param currentTransactionStartOffset -1 if no transaction is open
 */
public record ProducerStateView(
        long producerId,
        short producerEpoch,
        int lastSequence,
        long lastTimestamp,
        int coordinatorEpoch,
        long currentTransactionStartOffset) {}
