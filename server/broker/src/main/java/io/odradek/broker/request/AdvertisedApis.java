package io.odradek.broker.request;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.ApiVersionsResponse.ApiVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The table of ApiVersions: what has a handler, and nothing else. */
public final class AdvertisedApis {
    private AdvertisedApis() {}

    /** In ascending order of the API keys. */
    public static List<ApiVersion> of(Map<ApiKey, RequestHandler<?>> handlers) {
        return handlers.keySet().stream()
                .sorted(Comparator.comparingInt(ApiKey::id))
                .map(key -> new ApiVersion()
                        .setApiKey(key.id())
                        .setMinVersion(key.advertisedMinVersion())
                        .setMaxVersion(key.highestStableVersion()))
                .toList();
    }
}
