package io.odradek.broker.quorum;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.BeginQuorumEpochRequest;
import io.odradek.protocol.message.BeginQuorumEpochResponse;

/** BeginQuorumEpoch, versions 0 and 1 (KIP-595, KIP-853): a leader says that it leads. */
public final class BeginQuorumEpochHandler
        extends QuorumRequestHandler<BeginQuorumEpochRequest, BeginQuorumEpochResponse> {
    public BeginQuorumEpochHandler(Answer<BeginQuorumEpochRequest, BeginQuorumEpochResponse> quorum) {
        super(quorum);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.BEGIN_QUORUM_EPOCH;
    }

    @Override
    public BeginQuorumEpochResponse failed(RequestContext context, BeginQuorumEpochRequest request, Failure failure) {
        return new BeginQuorumEpochResponse().setErrorCode(failure.error().code());
    }
}
