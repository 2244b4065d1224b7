package io.odradek.broker.group;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.group.ClientInfo;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;

/**
 * A request that one group answers.
 *
 * @param <Q> the request
 */
abstract class GroupRequestHandler<Q extends RequestMessage> implements RequestHandler<Q> {
    private final GroupCoordinator groups;

    GroupRequestHandler(GroupCoordinator groups) {
        this.groups = groups;
    }

    GroupCoordinator groups() {
        return groups;
    }

    /** Hands the request to the coordinator of its group. */
    void ask(RequestContext context, Q request, GroupHost host, GroupHost.GroupCommand command) {
        host.request(
                new GroupHost.Waiting() {
                    @Override
                    public void answered(ResponseMessage response) {
                        context.respond(response);
                    }

                    @Override
                    public void failed(Failure failure) {
                        context.respond(GroupRequestHandler.this.failed(context, request, failure));
                    }
                },
                command);
    }

    static ClientInfo client(RequestContext context) {
        return new ClientInfo(context.clientId(), context.connection().clientHost());
    }
}
