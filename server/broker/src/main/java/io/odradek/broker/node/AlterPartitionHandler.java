package io.odradek.broker.node;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.AlterPartitionRequest;
import io.odradek.protocol.message.AlterPartitionResponse;

/** AlterPartition, versions 2 and 3 (KIP-497, KIP-903): in-sync replicas as their leader sees them. */
public final class AlterPartitionHandler
        extends ControllerRequestHandler<AlterPartitionRequest, AlterPartitionResponse> {
    public AlterPartitionHandler(ControllerService controller) {
        super(controller, AlterPartitionResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.ALTER_PARTITION;
    }

    @Override
    public AlterPartitionResponse failed(RequestContext context, AlterPartitionRequest request, Failure failure) {
        return new AlterPartitionResponse().setErrorCode(failure.error().code());
    }
}
