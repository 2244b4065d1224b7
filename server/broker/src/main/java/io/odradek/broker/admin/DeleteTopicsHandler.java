package io.odradek.broker.admin;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.DeleteTopicsRequest;
import io.odradek.protocol.message.DeleteTopicsResponse;
import io.odradek.protocol.message.DeleteTopicsResponse.DeletableTopicResult;

/**
 * DeleteTopics, versions 1 to 6: by name, and by id from version 6 (KIP-516). As in Kafka, the broker's own topics can be
 * deleted too.
 */
public final class DeleteTopicsHandler extends ControllerRequestHandler<DeleteTopicsRequest, DeleteTopicsResponse> {
    private static final short STATES_SINCE = 6;

    public DeleteTopicsHandler(ControllerService controller) {
        super(controller, DeleteTopicsResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DELETE_TOPICS;
    }

    @Override
    protected long timeoutMs(DeleteTopicsRequest request) {
        return Math.max(0, request.timeoutMs());
    }

    @Override
    public DeleteTopicsResponse failed(RequestContext context, DeleteTopicsRequest request, Failure failure) {
        DeleteTopicsResponse response = new DeleteTopicsResponse();
        if (context.version() >= STATES_SINCE) {
            request.topics()
                    .forEach(topic -> response.responses()
                            .add(result(failure).setName(topic.name()).setTopicId(topic.topicId())));
        } else {
            request.topicNames()
                    .forEach(name -> response.responses().add(result(failure).setName(name)));
        }
        return response;
    }

    private static DeletableTopicResult result(Failure failure) {
        return new DeletableTopicResult().setErrorCode(failure.error().code()).setErrorMessage(failure.message());
    }
}
