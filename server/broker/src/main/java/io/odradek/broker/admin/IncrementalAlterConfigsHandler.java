package io.odradek.broker.admin;

import io.odradek.broker.controller.ControllerRequest;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.image.ResourceType;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.odradek.protocol.message.IncrementalAlterConfigsResponse;
import io.odradek.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * IncrementalAlterConfigs, versions 0 and 1 (KIP-339). The controller changes what is kept in the cluster's metadata; the
 * levels of this broker's loggers are changed here.
 */
public final class IncrementalAlterConfigsHandler implements RequestHandler<IncrementalAlterConfigsRequest> {
    private final ControllerService controller;
    private final LoggerChanges loggers;

    public IncrementalAlterConfigsHandler(ControllerService controller, int nodeId, LoggerLevels levels) {
        this.controller = controller;
        this.loggers = new LoggerChanges(nodeId, levels);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.INCREMENTAL_ALTER_CONFIGS;
    }

    @Override
    public IncrementalAlterConfigsResponse failed(
            RequestContext context, IncrementalAlterConfigsRequest request, Failure failure) {
        IncrementalAlterConfigsResponse response = new IncrementalAlterConfigsResponse();
        request.resources().forEach(resource -> response.responses().add(result(resource, failure)));
        return response;
    }

    @Override
    public void handle(RequestContext context, IncrementalAlterConfigsRequest request) {
        List<AlterConfigsResource> local = request.resources().stream()
                .filter(IncrementalAlterConfigsHandler::isLogger)
                .toList();
        IncrementalAlterConfigsRequest rest = new IncrementalAlterConfigsRequest()
                .setValidateOnly(request.validateOnly())
                .setResources(new ArrayList<>(request.resources()));
        rest.resources().removeIf(IncrementalAlterConfigsHandler::isLogger);
        List<AlterConfigsResourceResponse> results = new ArrayList<>();
        local.forEach(resource -> results.add(change(context, local, resource, request.validateOnly())));
        if (rest.resources().isEmpty()) {
            context.respond(new IncrementalAlterConfigsResponse().setResponses(results));
            return;
        }
        controller
                .request(
                        context.forController(rest, ControllerRequest.DEFAULT_TIMEOUT_MS),
                        IncrementalAlterConfigsResponse.class)
                .whenComplete((response, failure) -> {
                    results.addAll((failure == null ? response : failed(context, rest, context.failureOf(failure)))
                            .responses());
                    context.respond(new IncrementalAlterConfigsResponse().setResponses(results));
                });
    }

    private AlterConfigsResourceResponse change(
            RequestContext context,
            List<AlterConfigsResource> all,
            AlterConfigsResource resource,
            boolean validateOnly) {
        try {
            boolean twice = all.stream()
                            .filter(other -> other.resourceName().equals(resource.resourceName()))
                            .count()
                    > 1;
            if (twice) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, "Each resource must appear at most once.");
            }
            loggers.apply(resource, validateOnly);
            return new AlterConfigsResourceResponse()
                    .setResourceType(resource.resourceType())
                    .setResourceName(resource.resourceName())
                    .setErrorMessage(null);
        } catch (RuntimeException e) {
            return result(resource, context.failureOf(e));
        }
    }

    private static boolean isLogger(AlterConfigsResource resource) {
        return resource.resourceType() == ResourceType.BROKER_LOGGER.id();
    }

    private static AlterConfigsResourceResponse result(AlterConfigsResource resource, Failure failure) {
        return new AlterConfigsResourceResponse()
                .setResourceType(resource.resourceType())
                .setResourceName(resource.resourceName())
                .setErrorCode(failure.error().code())
                .setErrorMessage(failure.message());
    }
}
