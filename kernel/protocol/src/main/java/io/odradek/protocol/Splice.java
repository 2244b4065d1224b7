package io.odradek.protocol;

/**
 * Records that belong between two bytes of a head.
 *
 * @param headPosition the number of head bytes that go before the records, counted from the head's first byte
 * @param records what goes there, never empty
 */
public record Splice(int headPosition, Records records) {}
