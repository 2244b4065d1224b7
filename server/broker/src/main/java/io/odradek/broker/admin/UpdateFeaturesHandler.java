package io.odradek.broker.admin;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.UpdateFeaturesRequest;
import io.odradek.protocol.message.UpdateFeaturesResponse;

/** UpdateFeatures, versions 0 to 2 (KIP-584): finalizes levels of features, all or none. */
public final class UpdateFeaturesHandler
        extends ControllerRequestHandler<UpdateFeaturesRequest, UpdateFeaturesResponse> {
    public UpdateFeaturesHandler(ControllerService controller) {
        super(controller, UpdateFeaturesResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.UPDATE_FEATURES;
    }

    @Override
    protected long timeoutMs(UpdateFeaturesRequest request) {
        return Math.max(0, request.timeoutMs());
    }

    @Override
    public UpdateFeaturesResponse failed(RequestContext context, UpdateFeaturesRequest request, Failure failure) {
        return new UpdateFeaturesResponse().setErrorCode(failure.error().code()).setErrorMessage(failure.message());
    }
}
