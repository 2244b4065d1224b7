package io.odradek.broker.group;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.Futures;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DeleteGroupsRequest;
import io.odradek.protocol.message.DeleteGroupsResponse;
import io.odradek.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** DeleteGroups, versions 0 to 3: groups without members, with all they have committed (KIP-229). */
public final class DeleteGroupsHandler implements RequestHandler<DeleteGroupsRequest> {
    private final GroupCoordinator groups;

    public DeleteGroupsHandler(GroupCoordinator groups) {
        this.groups = groups;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DELETE_GROUPS;
    }

    @Override
    public DeleteGroupsResponse failed(RequestContext context, DeleteGroupsRequest request, Failure failure) {
        return new DeleteGroupsResponse()
                .setResults(request.groupsNames().stream()
                        .map(group -> result(group, failure.error()))
                        .toList());
    }

    @Override
    public void handle(RequestContext context, DeleteGroupsRequest request) {
        List<CompletableFuture<DeletableGroupResult>> results = new ArrayList<>();
        for (String group : request.groupsNames()) {
            results.add(delete(group)
                    .thenApply(error -> result(group, error))
                    .exceptionally(
                            error -> result(group, context.failureOf(error).error()))
                    .toCompletableFuture());
        }
        Futures.whenAll(results, all -> context.respond(new DeleteGroupsResponse().setResults(all)));
    }

    private CompletionStage<ErrorCode> delete(String group) {
        try {
            return groups.hostAllowingEmpty(group).submit((shard, _) -> shard.delete(group));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static DeletableGroupResult result(String group, ErrorCode error) {
        return new DeletableGroupResult().setGroupId(group).setErrorCode(error.code());
    }
}
