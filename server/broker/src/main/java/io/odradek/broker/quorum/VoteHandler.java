package io.odradek.broker.quorum;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.VoteRequest;
import io.odradek.protocol.message.VoteResponse;

/** Vote, versions 0 to 2 (KIP-595, KIP-853, KIP-996): a candidate asks for this node's vote. */
public final class VoteHandler extends QuorumRequestHandler<VoteRequest, VoteResponse> {
    public VoteHandler(Answer<VoteRequest, VoteResponse> quorum) {
        super(quorum);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.VOTE;
    }

    @Override
    public VoteResponse failed(RequestContext context, VoteRequest request, Failure failure) {
        return new VoteResponse().setErrorCode(failure.error().code());
    }
}
