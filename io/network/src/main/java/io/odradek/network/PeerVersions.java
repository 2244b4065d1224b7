package io.odradek.network;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.ApiVersionsResponse;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/** What another node serves, as it said in ApiVersions. Immutable. */
public final class PeerVersions {
    private record Range(short min, short max) {}

    private final Map<ApiKey, Range> served = new EnumMap<>(ApiKey.class);

    public PeerVersions(ApiVersionsResponse response) {
        for (ApiVersionsResponse.ApiVersion api : response.apiKeys()) {
            ApiKey key = ApiKey.forId(api.apiKey());
            if (key != null) {
                served.put(key, new Range(api.minVersion(), api.maxVersion()));
            }
        }
    }

    /** The highest version that the request allows and both ends know. */
    public OptionalInt versionOf(PeerRequest request) {
        ApiKey key = request.apiKey();
        Range range = served.get(key);
        if (range == null) {
            return OptionalInt.empty();
        }
        int lowest = Math.max(Math.max(range.min(), key.lowestVersion()), request.minVersion());
        int highest = Math.min(Math.min(range.max(), key.highestVersion()), request.maxVersion());
        return lowest <= highest ? OptionalInt.of(highest) : OptionalInt.empty();
    }

    /** What is served of an API, for a message: {@code versions 0 to 4}, or {@code nothing}. */
    public String describe(ApiKey key) {
        Range range = served.get(key);
        return range == null ? "nothing" : "versions " + range.min() + " to " + range.max();
    }
}
