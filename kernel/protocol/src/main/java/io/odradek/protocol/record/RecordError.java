package io.odradek.protocol.record;

/**
 * Why one record of a batch is refused (KIP-467).
 *
 * @param batchIndex index of the record in its batch, from 0
 */
public record RecordError(int batchIndex, String message) {}
