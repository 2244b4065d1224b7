package io.odradek.broker.admin;

import io.odradek.base.Decision;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.metadata.controller.TopicDecider;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.DeleteTopicsRequest;
import io.odradek.protocol.message.DeleteTopicsResponse;
import io.odradek.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import io.odradek.protocol.metadata.MetadataRecord;

/**
 * DeleteTopics, versions 1 to 6: by name, and by id from version 6 (KIP-516). As in Kafka, the broker's own topics can be
 * deleted too.
 */
public final class DeleteTopicsHandler extends ControllerRequestHandler<DeleteTopicsRequest, DeleteTopicsResponse> {
    private static final short STATES_SINCE = 6;

    private final TopicDecider topics;

    public DeleteTopicsHandler(ControllerService controller, TopicDecider topics) {
        super(controller);
        this.topics = topics;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DELETE_TOPICS;
    }

    @Override
    Decision<MetadataRecord, DeleteTopicsResponse> decide(
            ClusterImage image, DeleteTopicsRequest request, short version) {
        return topics.deleteTopics(image, request, version);
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
