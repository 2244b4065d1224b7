package io.odradek.broker.group;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.group.ClientInfo;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.JoinGroupRequest;
import io.odradek.protocol.message.JoinGroupResponse;

/** JoinGroup, versions 0 to 9. Answered when the rebalance that it takes part in has gathered its members. */
public final class JoinGroupHandler extends GroupRequestHandler<JoinGroupRequest> {
    private static final int NO_GENERATION = -1;

    public JoinGroupHandler(GroupCoordinator groups) {
        super(groups);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.JOIN_GROUP;
    }

    @Override
    public void handle(RequestContext context, JoinGroupRequest request) {
        ClientInfo client = client(context);
        ask(
                context,
                request,
                groups().host(request.groupId()),
                (shard, number, nowMs) -> shard.join(number, request, context.version(), client, nowMs));
    }

    @Override
    public JoinGroupResponse failed(RequestContext context, JoinGroupRequest request, Failure failure) {
        return new JoinGroupResponse()
                .setErrorCode(failure.error().code())
                .setGenerationId(NO_GENERATION)
                .setProtocolName("")
                .setLeader("")
                .setMemberId(request.memberId());
    }
}
