package io.odradek.metadata.image;

import io.odradek.protocol.metadata.ClientQuotaRecord;
import io.odradek.protocol.metadata.RemoveUserScramCredentialRecord;
import io.odradek.protocol.metadata.UserScramCredentialRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers the changes that a batch makes to quotas and credentials. One thread. */
final class ClientsChange {
    private final Map<QuotaEntity, SortedMap<String, Double>> quotas = new HashMap<>();
    private final SortedMap<ScramCredential.Key, ScramCredential> scram;

    ClientsChange(ClientsImage base) {
        base.quotas().forEach((entity, values) -> quotas.put(entity, new TreeMap<>(values)));
        this.scram = new TreeMap<>(base.scram());
    }

    void replay(ClientQuotaRecord record) {
        QuotaEntity entity = QuotaEntity.of(record.entity());
        SortedMap<String, Double> values = quotas.computeIfAbsent(entity, _ -> new TreeMap<>());
        if (record.remove()) {
            values.remove(record.key());
        } else {
            values.put(record.key(), record.value());
        }
        if (values.isEmpty()) {
            quotas.remove(entity);
        }
    }

    void replay(UserScramCredentialRecord record) {
        scram.put(
                new ScramCredential.Key(record.name(), record.mechanism()),
                new ScramCredential(record.salt(), record.storedKey(), record.serverKey(), record.iterations()));
    }

    void replay(RemoveUserScramCredentialRecord record) {
        scram.remove(new ScramCredential.Key(record.name(), record.mechanism()));
    }

    ClientsImage image() {
        return new ClientsImage(quotas, scram);
    }
}
