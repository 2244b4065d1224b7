package io.odradek.metadata.controller;

import io.odradek.base.Ordered;
import io.odradek.metadata.image.QuotaEntity;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DescribeClientQuotasRequest;
import io.odradek.protocol.message.DescribeClientQuotasRequest.ComponentData;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which entities a DescribeClientQuotas asks for. Immutable.
 *
 * @param components what the name of each type must be; without a match any will do
 * @param strict whether an entity must have no other types
 */
record QuotaFilter(Map<String, Match> components, boolean strict) {
    private static final byte EXACT = 0;
    private static final byte DEFAULT = 1;
    private static final byte ANY = 2;
    private static final Set<String> TYPES = Set.of(QuotaRules.USER, QuotaRules.CLIENT_ID, QuotaRules.IP);

    /**
     * What a name must be.
     *
     * @param any whether every name will do, the default included
     * @param name the name; empty for the default
     */
    record Match(boolean any, Optional<String> name) {}

    /** @throws ApiException if a component is not one that Kafka knows */
    static QuotaFilter of(DescribeClientQuotasRequest request) {
        Map<String, Match> components = new HashMap<>();
        for (ComponentData component : request.components()) {
            String type = component.entityType();
            if (type.isEmpty()) {
                throw new ApiException(
                        ErrorCode.INVALID_REQUEST, "Unexpected empty client quota component entity type.");
            }
            if (!TYPES.contains(type)) {
                throw new ApiException(
                        ErrorCode.UNSUPPORTED_VERSION, "Custom entity type '" + type + "' not supported");
            }
            if (components.put(type, match(component)) != null) {
                throw new ApiException(
                        ErrorCode.INVALID_REQUEST,
                        "Entity type " + type + " cannot appear more than once in the filter.");
            }
        }
        if (components.containsKey(QuotaRules.IP) && components.size() > 1) {
            throw new ApiException(
                    ErrorCode.INVALID_REQUEST,
                    "Invalid entity filter component combination, IP filter component should not be used with user or "
                            + "clientId filter component.");
        }
        return new QuotaFilter(Ordered.map(components), request.strict());
    }

    boolean matches(QuotaEntity entity) {
        for (Map.Entry<String, Match> component : components.entrySet()) {
            Optional<String> name = entity.parts().get(component.getKey());
            if (name == null) {
                return false;
            }
            if (!component.getValue().any() && !component.getValue().name().equals(name)) {
                return false;
            }
        }
        return !strict || entity.parts().size() == components.size();
    }

    private static Match match(ComponentData component) {
        return switch (component.matchType()) {
            case EXACT -> {
                String name = component.match();
                if (name == null) {
                    throw new ApiException(
                            ErrorCode.INVALID_REQUEST, "Request specified MATCH_TYPE_EXACT, but set match to null.");
                }
                yield new Match(false, Optional.of(name));
            }
            case DEFAULT -> new Match(false, Optional.empty());
            case ANY -> new Match(true, Optional.empty());
            default -> throw new ApiException(ErrorCode.INVALID_REQUEST, "Unknown match type " + component.matchType());
        };
    }
}
