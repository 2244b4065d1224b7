package io.odradek.broker.group;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.SyncGroupRequest;
import io.odradek.protocol.message.SyncGroupResponse;

/** SyncGroup, versions 0 to 5. Answered when the leader has assigned and the assignment is committed. */
public final class SyncGroupHandler extends GroupRequestHandler<SyncGroupRequest> {
    public SyncGroupHandler(GroupCoordinator groups) {
        super(groups);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.SYNC_GROUP;
    }

    @Override
    public void handle(RequestContext context, SyncGroupRequest request) {
        ask(
                context,
                request,
                groups().host(request.groupId()),
                (shard, number, nowMs) -> shard.sync(number, request, nowMs));
    }

    @Override
    public SyncGroupResponse failed(RequestContext context, SyncGroupRequest request, Failure failure) {
        return new SyncGroupResponse().setErrorCode(failure.error().code());
    }
}
