package io.odradek.broker.quorum;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.FetchSnapshotRequest;
import io.odradek.protocol.message.FetchSnapshotResponse;

/** FetchSnapshot, versions 0 and 1 (KIP-630): for who lags so far behind that the log no longer has what it needs. */
public final class FetchSnapshotHandler extends QuorumRequestHandler<FetchSnapshotRequest, FetchSnapshotResponse> {
    public FetchSnapshotHandler(Answer<FetchSnapshotRequest, FetchSnapshotResponse> quorum) {
        super(quorum);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.FETCH_SNAPSHOT;
    }

    @Override
    public FetchSnapshotResponse failed(RequestContext context, FetchSnapshotRequest request, Failure failure) {
        return new FetchSnapshotResponse().setErrorCode(failure.error().code());
    }
}
