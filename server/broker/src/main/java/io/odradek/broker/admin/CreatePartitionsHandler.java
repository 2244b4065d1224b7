package io.odradek.broker.admin;

import io.odradek.base.Decision;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.metadata.controller.TopicDecider;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.CreatePartitionsRequest;
import io.odradek.protocol.message.CreatePartitionsResponse;
import io.odradek.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import io.odradek.protocol.metadata.MetadataRecord;

/** CreatePartitions, versions 0 to 3 (KIP-195): more partitions for topics that exist. */
public final class CreatePartitionsHandler
        extends ControllerRequestHandler<CreatePartitionsRequest, CreatePartitionsResponse> {
    private final TopicDecider topics;

    public CreatePartitionsHandler(ControllerService controller, TopicDecider topics) {
        super(controller);
        this.topics = topics;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.CREATE_PARTITIONS;
    }

    @Override
    Decision<MetadataRecord, CreatePartitionsResponse> decide(
            ClusterImage image, CreatePartitionsRequest request, short version) {
        return topics.createPartitions(image, request);
    }

    @Override
    public CreatePartitionsResponse failed(RequestContext context, CreatePartitionsRequest request, Failure failure) {
        CreatePartitionsResponse response = new CreatePartitionsResponse();
        request.topics()
                .forEach(topic -> response.results()
                        .add(new CreatePartitionsTopicResult()
                                .setName(topic.name())
                                .setErrorCode(failure.error().code())
                                .setErrorMessage(failure.message())));
        return response;
    }
}
