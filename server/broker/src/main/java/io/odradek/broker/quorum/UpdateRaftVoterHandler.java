package io.odradek.broker.quorum;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.UpdateRaftVoterRequest;
import io.odradek.protocol.message.UpdateRaftVoterResponse;

/** UpdateRaftVoter, version 0 (KIP-853): a voter tells where it is reached now, and what it supports. */
public final class UpdateRaftVoterHandler
        extends QuorumRequestHandler<UpdateRaftVoterRequest, UpdateRaftVoterResponse> {
    public UpdateRaftVoterHandler(Answer<UpdateRaftVoterRequest, UpdateRaftVoterResponse> quorum) {
        super(quorum);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.UPDATE_RAFT_VOTER;
    }

    @Override
    public UpdateRaftVoterResponse failed(RequestContext context, UpdateRaftVoterRequest request, Failure failure) {
        return new UpdateRaftVoterResponse().setErrorCode(failure.error().code());
    }
}
