package io.odradek.broker.admin;

import io.odradek.base.Decision;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.metadata.controller.ConfigDecider;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.AlterConfigsRequest;
import io.odradek.protocol.message.AlterConfigsResponse;
import io.odradek.protocol.message.AlterConfigsResponse.AlterConfigsResourceResponse;
import io.odradek.protocol.metadata.MetadataRecord;

/**
 * AlterConfigs, versions 0 to 2: replaces all that was set for a resource. Levels of loggers can be changed only with
 * IncrementalAlterConfigs, as in Kafka.
 */
public final class AlterConfigsHandler extends ControllerRequestHandler<AlterConfigsRequest, AlterConfigsResponse> {
    private final ConfigDecider configs;

    public AlterConfigsHandler(ControllerService controller, ConfigDecider configs) {
        super(controller);
        this.configs = configs;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.ALTER_CONFIGS;
    }

    @Override
    Decision<MetadataRecord, AlterConfigsResponse> decide(
            ClusterImage image, AlterConfigsRequest request, short version) {
        return configs.alter(image, request);
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
