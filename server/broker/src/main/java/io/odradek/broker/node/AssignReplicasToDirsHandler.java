package io.odradek.broker.node;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.AssignReplicasToDirsRequest;
import io.odradek.protocol.message.AssignReplicasToDirsResponse;

/** AssignReplicasToDirs, version 0 (KIP-858): in which of its log directories a broker keeps which replica. */
public final class AssignReplicasToDirsHandler
        extends ControllerRequestHandler<AssignReplicasToDirsRequest, AssignReplicasToDirsResponse> {
    public AssignReplicasToDirsHandler(ControllerService controller) {
        super(controller, AssignReplicasToDirsResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.ASSIGN_REPLICAS_TO_DIRS;
    }

    @Override
    public AssignReplicasToDirsResponse failed(
            RequestContext context, AssignReplicasToDirsRequest request, Failure failure) {
        return new AssignReplicasToDirsResponse().setErrorCode(failure.error().code());
    }
}
