package io.odradek.broker.quorum;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.AddRaftVoterRequest;
import io.odradek.protocol.message.AddRaftVoterResponse;

/** AddRaftVoter, versions 0 and 1 (KIP-853): one more voter. */
public final class AddRaftVoterHandler extends QuorumRequestHandler<AddRaftVoterRequest, AddRaftVoterResponse> {
    public AddRaftVoterHandler(Answer<AddRaftVoterRequest, AddRaftVoterResponse> quorum) {
        super(quorum);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.ADD_RAFT_VOTER;
    }

    @Override
    public AddRaftVoterResponse failed(RequestContext context, AddRaftVoterRequest request, Failure failure) {
        return new AddRaftVoterResponse().setErrorCode(failure.error().code()).setErrorMessage(failure.message());
    }
}
