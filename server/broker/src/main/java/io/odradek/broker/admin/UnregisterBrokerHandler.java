package io.odradek.broker.admin;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.UnregisterBrokerRequest;
import io.odradek.protocol.message.UnregisterBrokerResponse;

/** UnregisterBroker, version 0 (KIP-631): takes a broker that will not come back off the list. */
public final class UnregisterBrokerHandler
        extends ControllerRequestHandler<UnregisterBrokerRequest, UnregisterBrokerResponse> {
    public UnregisterBrokerHandler(ControllerService controller) {
        super(controller, UnregisterBrokerResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.UNREGISTER_BROKER;
    }

    @Override
    public UnregisterBrokerResponse failed(RequestContext context, UnregisterBrokerRequest request, Failure failure) {
        return new UnregisterBrokerResponse()
                .setErrorCode(failure.error().code())
                .setErrorMessage(failure.message());
    }
}
