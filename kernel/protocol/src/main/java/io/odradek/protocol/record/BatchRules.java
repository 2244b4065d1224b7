package io.odradek.protocol.record;

/**
 * What a topic demands of a produced batch.
 *
 * @param maxMessageBytes {@code max.message.bytes}: most bytes of a batch, compressed, header included
 * @param timestampType {@code message.timestamp.type}
 * @param timestampBeforeMaxMs {@code message.timestamp.before.max.ms}: how far before now a timestamp may lie
 * @param timestampAfterMaxMs {@code message.timestamp.after.max.ms}: how far after now a timestamp may lie
 * @param keysRequired whether every record needs a key, as {@code cleanup.policy=compact} has it
 * @param maxUnpackedBytes most bytes that a compressed batch may unpack to, where a rule has it unpacked
 */
public record BatchRules(
        int maxMessageBytes,
        TimestampType timestampType,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs,
        boolean keysRequired,
        int maxUnpackedBytes) {
    /** A topic without configurations of its own, on a broker without any. */
    public static final BatchRules DEFAULT =
            new BatchRules(1_048_588, TimestampType.CREATE_TIME, Long.MAX_VALUE, 3_600_000L, false, 64 << 20);

    /** The latest timestamp that a record may have. */
    long newest(long nowMs) {
        return timestampAfterMaxMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + timestampAfterMaxMs;
    }

    /** The earliest timestamp that a record may have, -1 (none) aside. */
    long oldest(long nowMs) {
        return nowMs - timestampBeforeMaxMs;
    }

    boolean limitsOldest() {
        return timestampBeforeMaxMs != Long.MAX_VALUE;
    }
}
