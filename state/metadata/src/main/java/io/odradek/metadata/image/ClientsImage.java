package io.odradek.metadata.image;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was set for clients: quotas and SCRAM credentials.
 *
 * <p>Immutable; any thread.
 *
 * @param quotas by entity, then by key, such as {@code producer_byte_rate}
 * @param scram credentials by user and mechanism
 */
public record ClientsImage(
        Map<QuotaEntity, SortedMap<String, Double>> quotas, SortedMap<ScramCredential.Key, ScramCredential> scram) {
    static final ClientsImage EMPTY = new ClientsImage(Map.of(), new TreeMap<>());

    public ClientsImage {
        Map<QuotaEntity, SortedMap<String, Double>> copy = new HashMap<>();
        quotas.forEach((entity, values) -> copy.put(entity, Collections.unmodifiableSortedMap(new TreeMap<>(values))));
        quotas = Collections.unmodifiableMap(copy);
        scram = Collections.unmodifiableSortedMap(new TreeMap<>(scram));
    }
}
