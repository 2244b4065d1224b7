package io.odradek.broker.group;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.LeaveGroupRequest;
import io.odradek.protocol.message.LeaveGroupResponse;

/** LeaveGroup, versions 0 to 5. */
public final class LeaveGroupHandler extends GroupRequestHandler<LeaveGroupRequest> {
    public LeaveGroupHandler(GroupCoordinator groups) {
        super(groups);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.LEAVE_GROUP;
    }

    @Override
    public void handle(RequestContext context, LeaveGroupRequest request) {
        ask(
                context,
                request,
                groups().host(request.groupId()),
                (shard, number, nowMs) -> shard.leave(number, request, context.version(), nowMs));
    }

    @Override
    public LeaveGroupResponse failed(RequestContext context, LeaveGroupRequest request, Failure failure) {
        return new LeaveGroupResponse().setErrorCode(failure.error().code());
    }
}
