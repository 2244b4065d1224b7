package io.odradek.broker.admin;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.ElectLeadersRequest;
import io.odradek.protocol.message.ElectLeadersResponse;

/** ElectLeaders, versions 0 to 2 (KIP-460): makes preferred replicas lead, or others where the preferred ones are gone. */
public final class ElectLeadersHandler extends ControllerRequestHandler<ElectLeadersRequest, ElectLeadersResponse> {
    public ElectLeadersHandler(ControllerService controller) {
        super(controller, ElectLeadersResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.ELECT_LEADERS;
    }

    @Override
    protected long timeoutMs(ElectLeadersRequest request) {
        return Math.max(0, request.timeoutMs());
    }

    @Override
    public ElectLeadersResponse failed(RequestContext context, ElectLeadersRequest request, Failure failure) {
        return new ElectLeadersResponse().setErrorCode(failure.error().code());
    }
}
