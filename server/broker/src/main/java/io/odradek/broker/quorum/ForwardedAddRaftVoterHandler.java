package io.odradek.broker.quorum;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.AddRaftVoterRequest;
import io.odradek.protocol.message.AddRaftVoterResponse;

/** AddRaftVoter, versions 0 and 1 (KIP-853), on the listeners of brokers: the active controller is asked. */
public final class ForwardedAddRaftVoterHandler
        extends ControllerRequestHandler<AddRaftVoterRequest, AddRaftVoterResponse> {
    public ForwardedAddRaftVoterHandler(ControllerService controller) {
        super(controller, AddRaftVoterResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.ADD_RAFT_VOTER;
    }

    @Override
    protected long timeoutMs(AddRaftVoterRequest request) {
        return Math.max(0, request.timeoutMs());
    }

    @Override
    public AddRaftVoterResponse failed(RequestContext context, AddRaftVoterRequest request, Failure failure) {
        return new AddRaftVoterResponse().setErrorCode(failure.error().code()).setErrorMessage(failure.message());
    }
}
