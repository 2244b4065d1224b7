package io.odradek.broker.quorum;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.EndQuorumEpochRequest;
import io.odradek.protocol.message.EndQuorumEpochResponse;

/** EndQuorumEpoch, versions 0 and 1 (KIP-595, KIP-853): a leader says that it will lead no more. */
public final class EndQuorumEpochHandler extends QuorumRequestHandler<EndQuorumEpochRequest, EndQuorumEpochResponse> {
    public EndQuorumEpochHandler(Answer<EndQuorumEpochRequest, EndQuorumEpochResponse> quorum) {
        super(quorum);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.END_QUORUM_EPOCH;
    }

    @Override
    public EndQuorumEpochResponse failed(RequestContext context, EndQuorumEpochRequest request, Failure failure) {
        return new EndQuorumEpochResponse().setErrorCode(failure.error().code());
    }
}
