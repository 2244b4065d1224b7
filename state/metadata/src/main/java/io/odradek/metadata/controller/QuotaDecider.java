package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.QuotaEntity;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterClientQuotasRequest;
import io.odradek.protocol.message.AlterClientQuotasResponse;
import io.odradek.protocol.message.DescribeClientQuotasRequest;
import io.odradek.protocol.message.DescribeClientQuotasResponse;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides and describes the quotas of clients (KIP-546).
 *
 * <p>Stateless; any thread.
 */
public final class QuotaDecider {
    /** A decider has no state: one serves everybody. */
    public QuotaDecider() {}

    /** Sets and removes quotas. One entity's error is that entity's answer; the others go on. */
    public Decision<MetadataRecord, AlterClientQuotasResponse> alter(
            ClusterImage image, AlterClientQuotasRequest request) {
        AlterClientQuotasResponse response = new AlterClientQuotasResponse();
        List<MetadataRecord> records = new ArrayList<>();
        for (AlterClientQuotasRequest.EntryData entry : request.entries()) {
            AlterClientQuotasResponse.EntryData answer =
                    new AlterClientQuotasResponse.EntryData().setErrorMessage(null);
            entry.entity()
                    .forEach(part -> answer.entity()
                            .add(new AlterClientQuotasResponse.EntityData()
                                    .setEntityType(part.entityType())
                                    .setEntityName(part.entityName())));
            try {
                records.addAll(change(image, entry));
            } catch (ApiException e) {
                answer.setErrorCode(e.code().code()).setErrorMessage(e.getMessage());
            }
            response.entries().add(answer);
        }
        return request.validateOnly() ? Decision.replyOnly(response) : new Decision<>(records, response);
    }

    /** The quotas of the entities that match. */
    public DescribeClientQuotasResponse describe(ClusterImage image, DescribeClientQuotasRequest request) {
        try {
            QuotaFilter filter = QuotaFilter.of(request);
            List<DescribeClientQuotasResponse.EntryData> entries = new ArrayList<>();
            image.clients().quotas().forEach((entity, values) -> {
                if (filter.matches(entity)) {
                    entries.add(entry(entity, values));
                }
            });
            return new DescribeClientQuotasResponse().setErrorMessage(null).setEntries(entries);
        } catch (ApiException e) {
            return new DescribeClientQuotasResponse()
                    .setErrorCode(e.code().code())
                    .setErrorMessage(e.getMessage())
                    .setEntries(null);
        }
    }

    private static List<MetadataRecord> change(ClusterImage image, AlterClientQuotasRequest.EntryData entry) {
        SortedMap<String, Optional<String>> parts = new TreeMap<>();
        for (AlterClientQuotasRequest.EntityData part : entry.entity()) {
            if (parts.put(part.entityType(), Optional.ofNullable(part.entityName())) != null) {
                throw new ApiException(
                        ErrorCode.INVALID_REQUEST,
                        "Invalid client quota entity: " + part.entityType() + " appears twice");
            }
        }
        QuotaRules.checkEntity(parts);
        QuotaEntity entity = new QuotaEntity(parts);
        Map<String, Double> present = image.clients().quotas().getOrDefault(entity, new TreeMap<>());
        List<MetadataRecord> records = new ArrayList<>();
        for (AlterClientQuotasRequest.OpData op : entry.ops()) {
            QuotaRules.checkKey(parts, op.key());
            if (op.remove()) {
                if (present.containsKey(op.key())) {
                    records.add(entity.record(op.key(), 0, true));
                }
            } else {
                QuotaRules.checkValue(op.key(), op.value());
                if (!Double.valueOf(op.value()).equals(present.get(op.key()))) {
                    records.add(entity.record(op.key(), op.value(), false));
                }
            }
        }
        return records;
    }

    private static DescribeClientQuotasResponse.EntryData entry(QuotaEntity entity, Map<String, Double> values) {
        DescribeClientQuotasResponse.EntryData entry = new DescribeClientQuotasResponse.EntryData();
        entity.parts()
                .forEach((type, name) -> entry.entity()
                        .add(new DescribeClientQuotasResponse.EntityData()
                                .setEntityType(type)
                                .setEntityName(name.orElse(null))));
        values.forEach((key, value) -> entry.values()
                .add(new DescribeClientQuotasResponse.ValueData().setKey(key).setValue(value)));
        return entry;
    }
}
