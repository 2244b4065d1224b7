package io.odradek.broker.quorum;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;

/** Fetch, versions 12 to 18, of the metadata log alone (KIP-595): how voters and observers follow their leader. */
public final class MetadataFetchHandler extends QuorumRequestHandler<FetchRequest, FetchResponse> {
    public MetadataFetchHandler(Answer<FetchRequest, FetchResponse> quorum) {
        super(quorum);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.FETCH;
    }

    @Override
    public FetchResponse failed(RequestContext context, FetchRequest request, Failure failure) {
        return new FetchResponse().setErrorCode(failure.error().code());
    }
}
