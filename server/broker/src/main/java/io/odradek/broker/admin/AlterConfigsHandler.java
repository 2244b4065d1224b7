package io.odradek.broker.admin;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.AlterConfigsRequest;
import io.odradek.protocol.message.AlterConfigsResponse;
import io.odradek.protocol.message.AlterConfigsResponse.AlterConfigsResourceResponse;

/**
 * AlterConfigs, versions 0 to 2: replaces all that was set for a resource. Levels of loggers can be changed only with
 * IncrementalAlterConfigs, as in Kafka.
 */
public final class AlterConfigsHandler extends ControllerRequestHandler<AlterConfigsRequest, AlterConfigsResponse> {
    public AlterConfigsHandler(ControllerService controller) {
        super(controller, AlterConfigsResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.ALTER_CONFIGS;
    }

    @Override
    public AlterConfigsResponse failed(RequestContext context, AlterConfigsRequest request, Failure failure) {
        AlterConfigsResponse response = new AlterConfigsResponse();
        request.resources()
                .forEach(resource -> response.responses()
                        .add(new AlterConfigsResourceResponse()
                                .setResourceType(resource.resourceType())
                                .setResourceName(resource.resourceName())
                                .setErrorCode(failure.error().code())
                                .setErrorMessage(failure.message())));
        return response;
    }
}
