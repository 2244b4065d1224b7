package io.odradek.broker.admin;

import io.odradek.base.Decision;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.metadata.MetadataRecord;

/**
 * A request that changes the cluster's metadata: the controller decides, and the client hears of it once the change is
 * committed and this broker has seen it.
 *
 * @param <Q> the request
 * @param <P> the response
 */
abstract class ControllerRequestHandler<Q extends RequestMessage, P extends ResponseMessage>
        implements RequestHandler<Q> {
    private final ControllerService controller;

    ControllerRequestHandler(ControllerService controller) {
        this.controller = controller;
    }

    /** What is to change, and the answer. Pure; on the controller's thread. */
    abstract Decision<MetadataRecord, P> decide(ClusterImage image, Q request, short version);

    @Override
    public void handle(RequestContext context, Q request) {
        controller
                .submit((image, _) -> decide(image, request, context.version()))
                .whenComplete((response, failure) -> context.respond(
                        failure == null ? response : failed(context, request, context.failureOf(failure))));
    }
}
