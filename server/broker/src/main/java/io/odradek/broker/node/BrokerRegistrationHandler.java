package io.odradek.broker.node;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;

/** BrokerRegistration, versions 0 to 4 (KIP-631, KIP-858): a broker joins, or comes back. */
public final class BrokerRegistrationHandler
        extends ControllerRequestHandler<BrokerRegistrationRequest, BrokerRegistrationResponse> {
    public BrokerRegistrationHandler(ControllerService controller) {
        super(controller, BrokerRegistrationResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.BROKER_REGISTRATION;
    }

    @Override
    public BrokerRegistrationResponse failed(
            RequestContext context, BrokerRegistrationRequest request, Failure failure) {
        return new BrokerRegistrationResponse().setErrorCode(failure.error().code());
    }
}
