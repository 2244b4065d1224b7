package io.odradek.broker.admin;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.UnregisterControllerRequest;
import io.odradek.protocol.message.UnregisterControllerResponse;

/** UnregisterController, version 0: takes a controller that will not come back off the list. */
public final class UnregisterControllerHandler
        extends ControllerRequestHandler<UnregisterControllerRequest, UnregisterControllerResponse> {
    public UnregisterControllerHandler(ControllerService controller) {
        super(controller, UnregisterControllerResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.UNREGISTER_CONTROLLER;
    }

    @Override
    public UnregisterControllerResponse failed(
            RequestContext context, UnregisterControllerRequest request, Failure failure) {
        return new UnregisterControllerResponse()
                .setErrorCode(failure.error().code())
                .setErrorMessage(failure.message());
    }
}
