package io.odradek.coordinator;

import io.odradek.protocol.ErrorCode;

/**
 * What clients are told when a coordinator cannot answer.
 *
 * @param inactive it is not, or no longer, the active one
 * @param loading it is about to be
 */
public record CoordinatorErrors(ErrorCode inactive, ErrorCode loading) {
    /** Of group and transaction coordinators. */
    public static final CoordinatorErrors COORDINATOR =
            new CoordinatorErrors(ErrorCode.NOT_COORDINATOR, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);

    /** Of the controller. */
    public static final CoordinatorErrors CONTROLLER =
            new CoordinatorErrors(ErrorCode.NOT_CONTROLLER, ErrorCode.NOT_CONTROLLER);
}
