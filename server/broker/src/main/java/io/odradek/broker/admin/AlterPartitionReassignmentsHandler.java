package io.odradek.broker.admin;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest;
import io.odradek.protocol.message.AlterPartitionReassignmentsResponse;

/** AlterPartitionReassignments, versions 0 and 1 (KIP-455, KIP-860): moves replicas, or stops that. */
public final class AlterPartitionReassignmentsHandler
        extends ControllerRequestHandler<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse> {
    public AlterPartitionReassignmentsHandler(ControllerService controller) {
        super(controller, AlterPartitionReassignmentsResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.ALTER_PARTITION_REASSIGNMENTS;
    }

    @Override
    protected long timeoutMs(AlterPartitionReassignmentsRequest request) {
        return Math.max(0, request.timeoutMs());
    }

    @Override
    public AlterPartitionReassignmentsResponse failed(
            RequestContext context, AlterPartitionReassignmentsRequest request, Failure failure) {
        return new AlterPartitionReassignmentsResponse()
                .setErrorCode(failure.error().code())
                .setErrorMessage(failure.message());
    }
}
