package io.odradek.broker.group;

import io.odradek.base.Decision;
import io.odradek.broker.request.AuthorizedOperations;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.Futures;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.DescribeGroupsRequest;
import io.odradek.protocol.message.DescribeGroupsResponse;
import io.odradek.protocol.message.DescribeGroupsResponse.DescribedGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** DescribeGroups, versions 0 to 6. */
public final class DescribeGroupsHandler implements RequestHandler<DescribeGroupsRequest> {
    private static final short ERROR_MESSAGE_SINCE = 6;

    private final GroupCoordinator groups;

    public DescribeGroupsHandler(GroupCoordinator groups) {
        this.groups = groups;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DESCRIBE_GROUPS;
    }

    @Override
    public DescribeGroupsResponse failed(RequestContext context, DescribeGroupsRequest request, Failure failure) {
        return new DescribeGroupsResponse()
                .setGroups(request.groups().stream()
                        .map(group -> failed(context, group, failure))
                        .toList());
    }

    @Override
    public void handle(RequestContext context, DescribeGroupsRequest request) {
        int operations =
                request.includeAuthorizedOperations() ? AuthorizedOperations.GROUP : AuthorizedOperations.NOT_REQUESTED;
        List<CompletableFuture<DescribedGroup>> answers = new ArrayList<>();
        for (String group : request.groups()) {
            answers.add(describe(context, group)
                    .thenApply(described -> described.setAuthorizedOperations(operations))
                    .exceptionally(error -> failed(context, group, context.failureOf(error)))
                    .toCompletableFuture());
        }
        Futures.whenAll(answers, all -> context.respond(new DescribeGroupsResponse().setGroups(all)));
    }

    private CompletionStage<DescribedGroup> describe(RequestContext context, String group) {
        try {
            return groups.hostAllowingEmpty(group)
                    .submit((shard, _) -> Decision.replyOnly(shard.describe(group, context.version())));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static DescribedGroup failed(RequestContext context, String group, Failure failure) {
        DescribedGroup described = new DescribedGroup()
                .setGroupId(group)
                .setErrorCode(failure.error().code());
        return context.version() >= ERROR_MESSAGE_SINCE ? described.setErrorMessage(failure.message()) : described;
    }
}
