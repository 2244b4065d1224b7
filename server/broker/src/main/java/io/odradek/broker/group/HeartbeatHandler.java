package io.odradek.broker.group;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.HeartbeatRequest;
import io.odradek.protocol.message.HeartbeatResponse;

/** Heartbeat, versions 0 to 4: a member shows that it lives and hears whether it should join again. */
public final class HeartbeatHandler extends GroupRequestHandler<HeartbeatRequest> {
    public HeartbeatHandler(GroupCoordinator groups) {
        super(groups);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.HEARTBEAT;
    }

    @Override
    public void handle(RequestContext context, HeartbeatRequest request) {
        ask(
                context,
                request,
                groups().host(request.groupId()),
                (shard, number, nowMs) -> shard.heartbeat(number, request, nowMs));
    }

    @Override
    public HeartbeatResponse failed(RequestContext context, HeartbeatRequest request, Failure failure) {
        return new HeartbeatResponse().setErrorCode(failure.error().code());
    }
}
