package io.odradek.broker.node;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.ControllerRegistrationRequest;
import io.odradek.protocol.message.ControllerRegistrationResponse;

/** ControllerRegistration, version 0 (KIP-919): where a controller is reached, and what it supports. */
public final class ControllerRegistrationHandler
        extends ControllerRequestHandler<ControllerRegistrationRequest, ControllerRegistrationResponse> {
    public ControllerRegistrationHandler(ControllerService controller) {
        super(controller, ControllerRegistrationResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.CONTROLLER_REGISTRATION;
    }

    @Override
    public ControllerRegistrationResponse failed(
            RequestContext context, ControllerRegistrationRequest request, Failure failure) {
        return new ControllerRegistrationResponse()
                .setErrorCode(failure.error().code())
                .setErrorMessage(failure.message());
    }
}
