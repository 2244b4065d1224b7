package io.odradek.storage;

/**
 * What a topic's configuration says about its logs. Immutable; see {@link Builder} for the fields, which carry Kafka's
 * defaults.
 */
public final class LogConfig {
    private final Builder values;

    private LogConfig(Builder values) {
        this.values = values;
    }

    /** Kafka's defaults, with {@link Durability#FSYNC}. */
    public static LogConfig defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return values.copy();
    }

    /** {@code segment.bytes}. */
    public int segmentBytes() {
        return values.segmentBytes;
    }

    /** {@code segment.ms}. */
    public long segmentMs() {
        return values.segmentMs;
    }

    /** {@code segment.jitter.ms}. */
    public long segmentJitterMs() {
        return values.segmentJitterMs;
    }

    /** {@code segment.index.bytes}. */
    public int segmentIndexBytes() {
        return values.segmentIndexBytes;
    }

    /** {@code index.interval.bytes}. */
    public int indexIntervalBytes() {
        return values.indexIntervalBytes;
    }

    /** {@code retention.ms}, -1 for no limit. */
    public long retentionMs() {
        return values.retentionMs;
    }

    /** {@code retention.bytes}, -1 for no limit. */
    public long retentionBytes() {
        return values.retentionBytes;
    }

    /** {@code file.delete.delay.ms}. */
    public long fileDeleteDelayMs() {
        return values.fileDeleteDelayMs;
    }

    /** {@code max.message.bytes}; enforced by the broker before it appends. */
    public int maxMessageBytes() {
        return values.maxMessageBytes;
    }

    /** Whether {@code cleanup.policy} contains {@code delete}. */
    public boolean deletable() {
        return values.deletable;
    }

    /** Whether {@code cleanup.policy} contains {@code compact}. */
    public boolean compactable() {
        return values.compactable;
    }

    /** {@code preallocate}. */
    public boolean preallocate() {
        return values.preallocate;
    }

    /** {@code flush.messages}. */
    public long flushMessages() {
        return values.flushMessages;
    }

    /** {@code flush.ms}. */
    public long flushMs() {
        return values.flushMs;
    }

    /** {@code durability}. */
    public Durability durability() {
        return values.durability;
    }

    /** Whether {@code message.timestamp.type} is {@code LogAppendTime}. */
    public boolean logAppendTime() {
        return values.logAppendTime;
    }

    /** {@code producer.id.expiration.ms}. */
    public long producerIdExpirationMs() {
        return values.producerIdExpirationMs;
    }

    /** Collects the values of a {@link LogConfig}. One thread. */
    public static final class Builder {
        private int segmentBytes = 1 << 30;
        private long segmentMs = 7L * 24 * 60 * 60 * 1000;
        private long segmentJitterMs = 0L;
        private int segmentIndexBytes = 10 * 1024 * 1024;
        private int indexIntervalBytes = 4096;
        private long retentionMs = 7L * 24 * 60 * 60 * 1000;
        private long retentionBytes = -1L;
        private long fileDeleteDelayMs = 60_000L;
        private int maxMessageBytes = 1_048_588;
        private boolean deletable = true;
        private boolean compactable = false;
        private boolean preallocate = false;
        private long flushMessages = Long.MAX_VALUE;
        private long flushMs = Long.MAX_VALUE;
        private Durability durability = Durability.FSYNC;
        private boolean logAppendTime = false;
        private long producerIdExpirationMs = 24L * 60 * 60 * 1000;

        private Builder() {}

        /** Bytes after which a segment is full; at least 14. */
        public Builder segmentBytes(int value) {
            segmentBytes = value;
            return this;
        }

        /** Span of record timestamps, ms, after which a segment is rolled. */
        public Builder segmentMs(long value) {
            segmentMs = value;
            return this;
        }

        /** Most ms by which a segment is rolled earlier, so that segments do not all roll at once. */
        public Builder segmentJitterMs(long value) {
            segmentJitterMs = value;
            return this;
        }

        /** Most bytes of an offset index; a full index rolls the segment. */
        public Builder segmentIndexBytes(int value) {
            segmentIndexBytes = value;
            return this;
        }

        /** Bytes of records between two index entries. */
        public Builder indexIntervalBytes(int value) {
            indexIntervalBytes = value;
            return this;
        }

        public Builder retentionMs(long value) {
            retentionMs = value;
            return this;
        }

        public Builder retentionBytes(long value) {
            retentionBytes = value;
            return this;
        }

        public Builder fileDeleteDelayMs(long value) {
            fileDeleteDelayMs = value;
            return this;
        }

        public Builder maxMessageBytes(int value) {
            maxMessageBytes = value;
            return this;
        }

        public Builder deletable(boolean value) {
            deletable = value;
            return this;
        }

        public Builder compactable(boolean value) {
            compactable = value;
            return this;
        }

        /** Whether blocks are reserved when a segment is made. */
        public Builder preallocate(boolean value) {
            preallocate = value;
            return this;
        }

        public Builder flushMessages(long value) {
            flushMessages = value;
            return this;
        }

        public Builder flushMs(long value) {
            flushMs = value;
            return this;
        }

        public Builder durability(Durability value) {
            durability = value;
            return this;
        }

        public Builder logAppendTime(boolean value) {
            logAppendTime = value;
            return this;
        }

        public Builder producerIdExpirationMs(long value) {
            producerIdExpirationMs = value;
            return this;
        }

        public LogConfig build() {
            return new LogConfig(copy());
        }

        private Builder copy() {
            Builder copy = new Builder();
            copy.segmentBytes = segmentBytes;
            copy.segmentMs = segmentMs;
            copy.segmentJitterMs = segmentJitterMs;
            copy.segmentIndexBytes = segmentIndexBytes;
            copy.indexIntervalBytes = indexIntervalBytes;
            copy.retentionMs = retentionMs;
            copy.retentionBytes = retentionBytes;
            copy.fileDeleteDelayMs = fileDeleteDelayMs;
            copy.maxMessageBytes = maxMessageBytes;
            copy.deletable = deletable;
            copy.compactable = compactable;
            copy.preallocate = preallocate;
            copy.flushMessages = flushMessages;
            copy.flushMs = flushMs;
            copy.durability = durability;
            copy.logAppendTime = logAppendTime;
            copy.producerIdExpirationMs = producerIdExpirationMs;
            return copy;
        }
    }
}
