package io.odradek.broker.quorum;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.RemoveRaftVoterRequest;
import io.odradek.protocol.message.RemoveRaftVoterResponse;

/** RemoveRaftVoter, version 0 (KIP-853), on the listeners of brokers: the active controller is asked. */
public final class ForwardedRemoveRaftVoterHandler
        extends ControllerRequestHandler<RemoveRaftVoterRequest, RemoveRaftVoterResponse> {
    public ForwardedRemoveRaftVoterHandler(ControllerService controller) {
        super(controller, RemoveRaftVoterResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.REMOVE_RAFT_VOTER;
    }

    @Override
    public RemoveRaftVoterResponse failed(RequestContext context, RemoveRaftVoterRequest request, Failure failure) {
        return new RemoveRaftVoterResponse()
                .setErrorCode(failure.error().code())
                .setErrorMessage(failure.message());
    }
}
