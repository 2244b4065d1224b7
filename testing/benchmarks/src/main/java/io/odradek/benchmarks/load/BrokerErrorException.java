package io.odradek.benchmarks.load;

import java.io.IOException;

/** A broker answered with an error code. */
public final class BrokerErrorException extends IOException {
    private static final long serialVersionUID = 1;

    BrokerErrorException(short errorCode, String what) {
        super("%s: the broker answered with error code %d".formatted(what, errorCode));
    }
}
