package io.odradek.broker.quorum;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.DescribeQuorumRequest;
import io.odradek.protocol.message.DescribeQuorumResponse;
import java.util.ArrayList;

/** DescribeQuorum, versions 0 to 2 (KIP-595, KIP-853): who votes, who follows, and how far each has come. */
public final class DescribeQuorumHandler extends QuorumRequestHandler<DescribeQuorumRequest, DescribeQuorumResponse> {
    private static final short NODES_SINCE = 2;

    public DescribeQuorumHandler(Answer<DescribeQuorumRequest, DescribeQuorumResponse> quorum) {
        super(quorum);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DESCRIBE_QUORUM;
    }

    @Override
    public DescribeQuorumResponse failed(RequestContext context, DescribeQuorumRequest request, Failure failure) {
        return new DescribeQuorumResponse().setErrorCode(failure.error().code()).setErrorMessage(failure.message());
    }

    @Override
    DescribeQuorumResponse fitting(DescribeQuorumResponse response, short version) {
        return fit(response, version);
    }

    /** Without the nodes' addresses where the version has no place for them. */
    public static DescribeQuorumResponse fit(DescribeQuorumResponse response, short version) {
        return version < NODES_SINCE ? response.setNodes(new ArrayList<>()) : response;
    }
}
