package io.odradek.broker.admin;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;

/** What clients are told that ask for transactions. */
final class Transactions {
    private Transactions() {}

    /** Clients take this code for final and report it at once; one that can be retried would let them wait. */
    static ApiException unsupported() {
        return new ApiException(
                ErrorCode.UNSUPPORTED_VERSION,
                "This broker has no transaction coordinator: produce without a transactional.id");
    }
}
