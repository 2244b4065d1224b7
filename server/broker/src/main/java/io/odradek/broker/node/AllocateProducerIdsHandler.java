package io.odradek.broker.node;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.AllocateProducerIdsRequest;
import io.odradek.protocol.message.AllocateProducerIdsResponse;

/** AllocateProducerIds, version 0 (KIP-730): a block of producer ids for a broker. */
public final class AllocateProducerIdsHandler
        extends ControllerRequestHandler<AllocateProducerIdsRequest, AllocateProducerIdsResponse> {
    public AllocateProducerIdsHandler(ControllerService controller) {
        super(controller, AllocateProducerIdsResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.ALLOCATE_PRODUCER_IDS;
    }

    @Override
    public AllocateProducerIdsResponse failed(
            RequestContext context, AllocateProducerIdsRequest request, Failure failure) {
        return new AllocateProducerIdsResponse().setErrorCode(failure.error().code());
    }
}
