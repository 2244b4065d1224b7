package io.odradek.broker.node;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.BrokerHeartbeatRequest;
import io.odradek.protocol.message.BrokerHeartbeatResponse;

/** BrokerHeartbeat, versions 0 to 2 (KIP-631): a broker says that it is there, and what it wants. */
public final class BrokerHeartbeatHandler
        extends ControllerRequestHandler<BrokerHeartbeatRequest, BrokerHeartbeatResponse> {
    private final HeartbeatConnections connections;

    public BrokerHeartbeatHandler(ControllerService controller, HeartbeatConnections connections) {
        super(controller, BrokerHeartbeatResponse.class);
        this.connections = connections;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.BROKER_HEARTBEAT;
    }

    @Override
    public void handle(RequestContext context, BrokerHeartbeatRequest request) {
        connections.heardOn(context.connection(), request.brokerId());
        super.handle(context, request);
    }

    @Override
    public BrokerHeartbeatResponse failed(RequestContext context, BrokerHeartbeatRequest request, Failure failure) {
        return new BrokerHeartbeatResponse().setErrorCode(failure.error().code());
    }
}
