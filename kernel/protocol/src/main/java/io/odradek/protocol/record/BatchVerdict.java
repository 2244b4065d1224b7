package io.odradek.protocol.record;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.compress.CompressionType;
import java.util.List;

/** What {@link BatchValidator} finds. */
public sealed interface BatchVerdict {
    /**
     * The batch may be appended, once {@link BatchEdits#setMaxTimestamp} has been called with the type and time given
     * here; for most batches both stand already and the call does nothing.
     *
     * @param sizeInBytes bytes of the whole batch
     * @param recordCount records, at least 1
     * @param compression the codec of the batch as it is
     * @param timestampType the type that the topic prescribes
     * @param maxTimestamp ms; the greatest of the records, or the append time
     */
    record Accepted(
            int sizeInBytes,
            int recordCount,
            CompressionType compression,
            TimestampType timestampType,
            long maxTimestamp)
            implements BatchVerdict {}

    /**
     * The batch must not be appended.
     *
     * @param error what the Produce response carries
     * @param message what the client's log shows
     * @param recordErrors the records at fault, if single ones are; at most {@link #MAX_RECORD_ERRORS}
     */
    record Rejected(ErrorCode error, String message, List<RecordError> recordErrors) implements BatchVerdict {
        Rejected(ErrorCode error, String message) {
            this(error, message, List.of());
        }
    }

    /** The most records that a rejection names, so that a small request cannot ask for a huge response. */
    int MAX_RECORD_ERRORS = 1_000;
}
