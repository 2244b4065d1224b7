package io.odradek.broker.admin;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.CreateTopicsResponse.CreatableTopicResult;

/** CreateTopics, versions 2 to 7: answered once clients can use the topics. */
public final class CreateTopicsHandler extends ControllerRequestHandler<CreateTopicsRequest, CreateTopicsResponse> {
    public CreateTopicsHandler(ControllerService controller) {
        super(controller, CreateTopicsResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.CREATE_TOPICS;
    }

    @Override
    protected long timeoutMs(CreateTopicsRequest request) {
        return Math.max(0, request.timeoutMs());
    }

    @Override
    public CreateTopicsResponse failed(RequestContext context, CreateTopicsRequest request, Failure failure) {
        CreateTopicsResponse response = new CreateTopicsResponse();
        request.topics()
                .forEach(topic -> response.topics()
                        .add(new CreatableTopicResult()
                                .setName(topic.name())
                                .setErrorCode(failure.error().code())
                                .setErrorMessage(failure.message())));
        return response;
    }
}
