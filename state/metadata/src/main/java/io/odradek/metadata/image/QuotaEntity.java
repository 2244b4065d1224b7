package io.odradek.metadata.image;

import io.odradek.protocol.metadata.ClientQuotaRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whom a quota holds for (KIP-546). Immutable.
 *
 * @param parts the name by type ({@code user}, {@code client-id}, {@code ip}); an empty name is the default of its type
 */
public record QuotaEntity(SortedMap<String, Optional<String>> parts) {
    public QuotaEntity {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    static QuotaEntity of(List<ClientQuotaRecord.EntityData> data) {
        SortedMap<String, Optional<String>> parts = new TreeMap<>();
        data.forEach(part -> parts.put(part.entityType(), Optional.ofNullable(part.entityName())));
        return new QuotaEntity(parts);
    }

    /** A record that sets or removes one of the entity's quotas. */
    public ClientQuotaRecord record(String key, double value, boolean remove) {
        List<ClientQuotaRecord.EntityData> data = new ArrayList<>();
        parts.forEach((type, name) ->
                data.add(new ClientQuotaRecord.EntityData().setEntityType(type).setEntityName(name.orElse(null))));
        return new ClientQuotaRecord()
                .setEntity(data)
                .setKey(key)
                .setValue(value)
                .setRemove(remove);
    }
}
