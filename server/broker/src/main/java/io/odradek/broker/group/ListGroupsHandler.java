package io.odradek.broker.group;

import io.odradek.base.Decision;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.Futures;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.group.GroupView;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.ListGroupsRequest;
import io.odradek.protocol.message.ListGroupsResponse;
import io.odradek.protocol.message.ListGroupsResponse.ListedGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** ListGroups, versions 0 to 5: the groups that this broker coordinates, by state and type where asked. */
public final class ListGroupsHandler implements RequestHandler<ListGroupsRequest> {
    private static final String CLASSIC = "classic";

    private final GroupCoordinator groups;

    public ListGroupsHandler(GroupCoordinator groups) {
        this.groups = groups;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.LIST_GROUPS;
    }

    @Override
    public ListGroupsResponse failed(RequestContext context, ListGroupsRequest request, Failure failure) {
        return new ListGroupsResponse().setErrorCode(failure.error().code());
    }

    @Override
    public void handle(RequestContext context, ListGroupsRequest request) {
        AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
        List<CompletableFuture<List<GroupView>>> shards = new ArrayList<>();
        for (GroupHost host : groups.hosts()) {
            shards.add(host.submit((shard, _) -> Decision.replyOnly(shard.list()))
                    .exceptionally(error -> {
                        failure.set(context.failureOf(error));
                        return List.of();
                    })
                    .toCompletableFuture());
        }
        Futures.whenAll(shards, all -> {
            Failure any = failure.get();
            context.respond(any == null ? listed(request, all) : failed(context, request, any));
        });
    }

    private static ListGroupsResponse listed(ListGroupsRequest request, List<List<GroupView>> shards) {
        return new ListGroupsResponse()
                .setGroups(shards.stream()
                        .flatMap(List::stream)
                        .filter(group -> matches(request, group))
                        .map(ListGroupsHandler::listed)
                        .toList());
    }

    private static boolean matches(ListGroupsRequest request, GroupView group) {
        return contains(request.statesFilter(), group.phase().shown()) && contains(request.typesFilter(), CLASSIC);
    }

    private static boolean contains(List<String> filter, String value) {
        return filter.isEmpty()
                || filter.stream().anyMatch(one -> one.toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT)));
    }

    private static ListedGroup listed(GroupView group) {
        return new ListedGroup()
                .setGroupId(group.groupId())
                .setProtocolType(group.protocolType())
                .setGroupState(group.phase().shown())
                .setGroupType(CLASSIC);
    }
}
