package io.odradek.broker.admin;

import io.odradek.base.Decision;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.metadata.controller.TopicDecider;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.odradek.protocol.metadata.MetadataRecord;

/** CreateTopics, versions 2 to 7: answered once clients can use the topics. */
public final class CreateTopicsHandler extends ControllerRequestHandler<CreateTopicsRequest, CreateTopicsResponse> {
    private final TopicDecider topics;

    public CreateTopicsHandler(ControllerService controller, TopicDecider topics) {
        super(controller);
        this.topics = topics;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.CREATE_TOPICS;
    }

    @Override
    Decision<MetadataRecord, CreateTopicsResponse> decide(
            ClusterImage image, CreateTopicsRequest request, short version) {
        return topics.createTopics(image, request);
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
