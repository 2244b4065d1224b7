package io.odradek.broker.controller;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.AllocateProducerIdsResponse;
import io.odradek.protocol.message.AlterPartitionResponse;
import io.odradek.protocol.message.AssignReplicasToDirsResponse;
import io.odradek.protocol.message.BrokerHeartbeatResponse;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.protocol.message.ControllerRegistrationResponse;

/** What the answers to requests that nodes make for themselves say at their top. */
final class BrokerErrors {
    private BrokerErrors() {}

    /** NONE for responses of any other kind. */
    static ErrorCode of(ResponseMessage response) {
        return ErrorCode.forCode(
                switch (response) {
                    case BrokerRegistrationResponse registration -> registration.errorCode();
                    case BrokerHeartbeatResponse heartbeat -> heartbeat.errorCode();
                    case AlterPartitionResponse alter -> alter.errorCode();
                    case AllocateProducerIdsResponse allocate -> allocate.errorCode();
                    case AssignReplicasToDirsResponse assign -> assign.errorCode();
                    case ControllerRegistrationResponse registration -> registration.errorCode();
                    default -> ErrorCode.NONE.code();
                });
    }
}
