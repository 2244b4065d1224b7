package io.odradek.broker.cluster;

import io.odradek.broker.request.AdvertisedApis;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.controller.FeatureDecider;
import io.odradek.metadata.controller.QuorumFacts;
import io.odradek.metadata.image.VersionRange;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ApiVersionsRequest;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.ApiVersionsResponse.FinalizedFeatureKey;
import io.odradek.protocol.message.ApiVersionsResponse.SupportedFeatureKey;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * ApiVersions, versions 0 to 5: what is served on this listener, the features (KIP-584), and whether the client has the
 * cluster and node that it looks for (KIP-1242).
 */
public final class ApiVersionsHandler implements RequestHandler<ApiVersionsRequest> {
    private static final short SOFTWARE_NAME_SINCE = 3;
    private static final short ZERO_LEVEL_SINCE = 4;
    private static final short IDENTITY_CHECK_SINCE = 5;
    private static final int ANY_NODE = -1;
    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

    private final ClusterState cluster;
    private final FeatureFacts facts;
    private final Supplier<Map<ApiKey, RequestHandler<?>>> served;

    /** @param served what is served where this handler serves, itself included */
    public ApiVersionsHandler(
            ClusterState cluster, FeatureFacts facts, Supplier<Map<ApiKey, RequestHandler<?>>> served) {
        this.cluster = cluster;
        this.facts = facts;
        this.served = served;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.API_VERSIONS;
    }

    @Override
    public ApiVersionsResponse failed(RequestContext context, ApiVersionsRequest request, Failure failure) {
        return new ApiVersionsResponse().setErrorCode(failure.error().code());
    }

    @Override
    public void handle(RequestContext context, ApiVersionsRequest request) {
        if (context.version() >= SOFTWARE_NAME_SINCE) {
            if (!isValid(request.clientSoftwareName()) || !isValid(request.clientSoftwareVersion())) {
                context.respond(new ApiVersionsResponse().setErrorCode(ErrorCode.INVALID_REQUEST.code()));
                return;
            }
            context.connection().clientSoftware(request.clientSoftwareName(), request.clientSoftwareVersion());
        }
        if (context.version() >= IDENTITY_CHECK_SINCE && isMisrouted(request)) {
            context.respond(new ApiVersionsResponse().setErrorCode(ErrorCode.REBOOTSTRAP_REQUIRED.code()));
            return;
        }
        context.respond(response(context.version()));
    }

    private ApiVersionsResponse response(short version) {
        ApiVersionsResponse response = new ApiVersionsResponse().setApiKeys(AdvertisedApis.of(served.get()));
        for (Map.Entry<String, VersionRange> feature : supported().entrySet()) {
            // Older clients cannot read a range that begins with 0 (KAFKA-17011).
            if (version < ZERO_LEVEL_SINCE && feature.getValue().min() == 0) {
                continue;
            }
            response.supportedFeatures()
                    .add(new SupportedFeatureKey()
                            .setName(feature.getKey())
                            .setMinVersion(feature.getValue().min())
                            .setMaxVersion(feature.getValue().max()));
        }
        // Before the image: an epoch may be too low for its levels, never too high.
        long epoch = facts.publishedOffset().getAsLong() - 1;
        SortedMap<String, Short> finalized = finalizedLevels();
        finalized.forEach((name, level) -> response.finalizedFeatures()
                .add(new FinalizedFeatureKey()
                        .setName(name)
                        .setMinVersionLevel(level)
                        .setMaxVersionLevel(level)));
        return response.setFinalizedFeaturesEpoch(finalized.isEmpty() ? -1L : epoch);
    }

    private static SortedMap<String, VersionRange> supported() {
        SortedMap<String, VersionRange> supported = new TreeMap<>(FeatureDecider.SUPPORTED);
        supported.put(QuorumFacts.KRAFT_VERSION, QuorumFacts.SUPPORTED);
        return supported;
    }

    /** The quorum's feature is in no record of the image; level 0 stands for a feature that is off. */
    private SortedMap<String, Short> finalizedLevels() {
        SortedMap<String, Short> levels = new TreeMap<>(cluster.image().features());
        short kraftVersion = (short) facts.kraftVersion().getAsInt();
        if (kraftVersion > 0) {
            levels.put(QuorumFacts.KRAFT_VERSION, kraftVersion);
        }
        return levels;
    }

    private boolean isMisrouted(ApiVersionsRequest request) {
        String wanted = request.clusterId();
        boolean otherCluster = wanted != null && !wanted.equals(cluster.clusterId());
        boolean otherNode = request.nodeId() != ANY_NODE && request.nodeId() != cluster.nodeId();
        return otherCluster || otherNode;
    }

    private static boolean isValid(String software) {
        return SOFTWARE.matcher(software).matches();
    }
}
