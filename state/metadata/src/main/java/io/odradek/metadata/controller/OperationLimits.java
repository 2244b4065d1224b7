package io.odradek.metadata.controller;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import java.util.Collection;

/**
 * How many records one decision makes at most, so that it is one batch of the metadata log.
 *
 * <p>Constants; any thread.
 */
public final class OperationLimits {
    /** Records of one request of a user; a larger one is refused. */
    public static final int MAX_RECORDS = 10_000;

    /**
     * Partitions that one decision moves when a broker comes or goes: at about a hundred bytes each they fit the 8 MiB of a
     * batch. What is left is moved by {@link ElectionDecider#settle}.
     */
    public static final int MAX_MOVES = 50_000;

    /** Elections of one round that gives leadership back to preferred replicas. */
    public static final int MAX_ELECTIONS_PER_ROUND = 1_000;

    private OperationLimits() {}

    /** @throws ApiException POLICY_VIOLATION if there are more records than one operation may make */
    static void check(Collection<?> records, String what) {
        if (records.size() > MAX_RECORDS) {
            throw new ApiException(
                    ErrorCode.POLICY_VIOLATION,
                    "Excessively large number of " + what + " per request: it takes " + records.size()
                            + " records, at most " + MAX_RECORDS + " are allowed. Split the request.");
        }
    }
}
