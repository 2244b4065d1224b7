package io.odradek.broker.quorum;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.RemoveRaftVoterRequest;
import io.odradek.protocol.message.RemoveRaftVoterResponse;

/** RemoveRaftVoter, version 0 (KIP-853): one voter less. */
public final class RemoveRaftVoterHandler
        extends QuorumRequestHandler<RemoveRaftVoterRequest, RemoveRaftVoterResponse> {
    public RemoveRaftVoterHandler(Answer<RemoveRaftVoterRequest, RemoveRaftVoterResponse> quorum) {
        super(quorum);
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
