package io.odradek.broker.admin;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.CreatePartitionsRequest;
import io.odradek.protocol.message.CreatePartitionsResponse;
import io.odradek.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;

/** CreatePartitions, versions 0 to 3 (KIP-195): more partitions for topics that exist. */
public final class CreatePartitionsHandler
        extends ControllerRequestHandler<CreatePartitionsRequest, CreatePartitionsResponse> {
    public CreatePartitionsHandler(ControllerService controller) {
        super(controller, CreatePartitionsResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.CREATE_PARTITIONS;
    }

    @Override
    protected long timeoutMs(CreatePartitionsRequest request) {
        return Math.max(0, request.timeoutMs());
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
