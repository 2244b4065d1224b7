package io.odradek.broker.quorum;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.DescribeQuorumRequest;
import io.odradek.protocol.message.DescribeQuorumResponse;

/** DescribeQuorum, versions 0 to 2, on the listeners of brokers: the active controller is asked. */
public final class ForwardedDescribeQuorumHandler
        extends ControllerRequestHandler<DescribeQuorumRequest, DescribeQuorumResponse> {
    public ForwardedDescribeQuorumHandler(ControllerService controller) {
        super(controller, DescribeQuorumResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DESCRIBE_QUORUM;
    }

    @Override
    public DescribeQuorumResponse failed(RequestContext context, DescribeQuorumRequest request, Failure failure) {
        return new DescribeQuorumResponse().setErrorCode(failure.error().code()).setErrorMessage(failure.message());
    }
}
