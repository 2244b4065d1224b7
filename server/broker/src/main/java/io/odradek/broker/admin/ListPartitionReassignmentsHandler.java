package io.odradek.broker.admin;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.ListPartitionReassignmentsRequest;
import io.odradek.protocol.message.ListPartitionReassignmentsResponse;

/** ListPartitionReassignments, version 0 (KIP-455): the reassignments under way. */
public final class ListPartitionReassignmentsHandler
        extends ControllerRequestHandler<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse> {
    public ListPartitionReassignmentsHandler(ControllerService controller) {
        super(controller, ListPartitionReassignmentsResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.LIST_PARTITION_REASSIGNMENTS;
    }

    @Override
    protected long timeoutMs(ListPartitionReassignmentsRequest request) {
        return Math.max(0, request.timeoutMs());
    }

    @Override
    public ListPartitionReassignmentsResponse failed(
            RequestContext context, ListPartitionReassignmentsRequest request, Failure failure) {
        return new ListPartitionReassignmentsResponse()
                .setErrorCode(failure.error().code())
                .setErrorMessage(failure.message());
    }
}
