package io.odradek.metadata.controller;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What became of one resource's change: records, or an error. Immutable.
 *
 * @param message empty when there is no error
 */
record ConfigOutcome(List<MetadataRecord> records, ErrorCode error, Optional<String> message) {
    static ConfigOutcome of(Supplier<List<MetadataRecord>> change) {
        try {
            return new ConfigOutcome(change.get(), ErrorCode.NONE, Optional.empty());
        } catch (ApiException e) {
            return new ConfigOutcome(List.of(), e.code(), Optional.ofNullable(e.getMessage()));
        }
    }
}
