package io.odradek.metadata.controller;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which quotas there are and for whom (KIP-546, KIP-599, KIP-612). Stateless; any thread. */
final class QuotaRules {
    static final String USER = "user";
    static final String CLIENT_ID = "client-id";
    static final String IP = "ip";

    private static final Set<String> ENTITY_TYPES = Set.of(USER, CLIENT_ID, IP);
    private static final Set<String> CLIENT_KEYS =
            Set.of("producer_byte_rate", "consumer_byte_rate", "request_percentage", "controller_mutation_rate");
    private static final Set<String> IP_KEYS = Set.of("connection_creation_rate");
    private static final Set<String> FRACTIONS_ALLOWED = Set.of("request_percentage", "controller_mutation_rate");
    private static final Pattern ADDRESS_OR_NAME =
            Pattern.compile("[0-9a-zA-Z]([0-9a-zA-Z.:%-]*[0-9a-zA-Z])?|[0-9a-fA-F:]+");

    private QuotaRules() {}

    static void checkEntity(Map<String, Optional<String>> parts) {
        if (parts.isEmpty()) {
            throw invalid("Invalid empty client quota entity");
        }
        parts.forEach((type, name) -> {
            if (!ENTITY_TYPES.contains(type)) {
                throw invalid("Unhandled client quota entity type: " + type);
            }
            if (name.isPresent() && name.get().isEmpty()) {
                throw invalid("Empty " + type + " not supported");
            }
        });
        if (parts.containsKey(IP) && parts.size() > 1) {
            throw invalid("Invalid quota entity combination, IP entity should not be combined with User or ClientId");
        }
        if (parts.containsKey(IP)) {
            parts.get(IP).filter(ip -> !ADDRESS_OR_NAME.matcher(ip).matches()).ifPresent(ip -> {
                throw invalid(ip + " is not a valid IP or resolvable host.");
            });
        }
    }

    static void checkKey(Map<String, Optional<String>> parts, String key) {
        Set<String> known = parts.containsKey(IP) ? IP_KEYS : CLIENT_KEYS;
        if (!known.contains(key)) {
            throw invalid("Invalid configuration key " + key);
        }
    }

    static void checkValue(String key, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw invalid("Quota " + key + " must be greater than 0");
        }
        if (!FRACTIONS_ALLOWED.contains(key)) {
            if (value != Math.rint(value)) {
                throw invalid(key + " cannot be a fractional value.");
            }
            long most = IP_KEYS.contains(key) ? Integer.MAX_VALUE : Long.MAX_VALUE;
            if (value > most) {
                throw invalid("Proposed value for " + key + " is too large.");
            }
        }
    }

    private static ApiException invalid(String message) {
        return new ApiException(ErrorCode.INVALID_REQUEST, message);
    }
}
