package io.odradek.broker.admin;

import io.odradek.base.Ordered;
import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.config.ConfigEntry;
import io.odradek.metadata.config.ConfigSynonym;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.DescribeConfigsRequest;
import io.odradek.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.odradek.protocol.message.DescribeConfigsResponse;
import io.odradek.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.odradek.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import io.odradek.protocol.message.DescribeConfigsResponse.DescribeConfigsSynonym;
import java.util.List;
import java.util.Set;

/**
 * DescribeConfigs, versions 1 to 4: values in effect of topics, brokers, groups, client metrics subscriptions and loggers,
 * with where they come from (KIP-226) and what they are for (KIP-569) if asked.
 */
public final class DescribeConfigsHandler implements RequestHandler<DescribeConfigsRequest> {
    private final ConfigLookup lookup;

    public DescribeConfigsHandler(ClusterState cluster, LoggerLevels loggers) {
        this.lookup = new ConfigLookup(cluster, loggers);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DESCRIBE_CONFIGS;
    }

    @Override
    public DescribeConfigsResponse failed(RequestContext context, DescribeConfigsRequest request, Failure failure) {
        DescribeConfigsResponse response = new DescribeConfigsResponse();
        request.resources().forEach(resource -> response.results().add(failed(resource, failure)));
        return response;
    }

    @Override
    public void handle(RequestContext context, DescribeConfigsRequest request) {
        DescribeConfigsResponse response = new DescribeConfigsResponse();
        for (DescribeConfigsResource resource : request.resources()) {
            response.results().add(describe(context, request, resource));
        }
        context.respond(response);
    }

    private DescribeConfigsResult describe(
            RequestContext context, DescribeConfigsRequest request, DescribeConfigsResource resource) {
        try {
            List<DescribeConfigsResourceResult> configs =
                    lookup.entries(resource.resourceType(), resource.resourceName()).stream()
                            .filter(wanted(resource)::matches)
                            .map(entry -> result(entry, request))
                            .toList();
            return result(resource).setErrorMessage(null).setConfigs(configs);
        } catch (RuntimeException e) {
            return failed(resource, context.failureOf(e));
        }
    }

    private interface KeyFilter {
        boolean matches(ConfigEntry entry);
    }

    /** No keys are all keys. */
    private static KeyFilter wanted(DescribeConfigsResource resource) {
        List<String> keys = resource.configurationKeys();
        if (keys == null || keys.isEmpty()) {
            return _ -> true;
        }
        Set<String> named = Ordered.set(keys);
        return entry -> named.contains(entry.name());
    }

    private static DescribeConfigsResourceResult result(ConfigEntry entry, DescribeConfigsRequest request) {
        return new DescribeConfigsResourceResult()
                .setName(entry.name())
                .setValue(entry.value())
                .setReadOnly(entry.readOnly())
                .setConfigSource(entry.source().id())
                .setIsSensitive(entry.sensitive())
                .setSynonyms(
                        request.includeSynonyms()
                                ? entry.synonyms().stream()
                                        .map(DescribeConfigsHandler::synonym)
                                        .toList()
                                : List.of())
                .setConfigType(entry.type().id())
                .setDocumentation(request.includeDocumentation() ? entry.documentation() : null);
    }

    private static DescribeConfigsSynonym synonym(ConfigSynonym synonym) {
        return new DescribeConfigsSynonym()
                .setName(synonym.name())
                .setValue(synonym.value())
                .setSource(synonym.source().id());
    }

    private static DescribeConfigsResult failed(DescribeConfigsResource resource, Failure failure) {
        return result(resource).setErrorCode(failure.error().code()).setErrorMessage(failure.message());
    }

    private static DescribeConfigsResult result(DescribeConfigsResource resource) {
        return new DescribeConfigsResult()
                .setResourceType(resource.resourceType())
                .setResourceName(resource.resourceName());
    }
}
