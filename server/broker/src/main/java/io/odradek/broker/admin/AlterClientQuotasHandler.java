package io.odradek.broker.admin;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.AlterClientQuotasRequest;
import io.odradek.protocol.message.AlterClientQuotasResponse;
import io.odradek.protocol.message.AlterClientQuotasResponse.EntityData;
import io.odradek.protocol.message.AlterClientQuotasResponse.EntryData;
import java.util.List;

/** AlterClientQuotas, versions 0 and 1 (KIP-546). */
public final class AlterClientQuotasHandler
        extends ControllerRequestHandler<AlterClientQuotasRequest, AlterClientQuotasResponse> {
    public AlterClientQuotasHandler(ControllerService controller) {
        super(controller, AlterClientQuotasResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.ALTER_CLIENT_QUOTAS;
    }

    @Override
    public AlterClientQuotasResponse failed(RequestContext context, AlterClientQuotasRequest request, Failure failure) {
        AlterClientQuotasResponse response = new AlterClientQuotasResponse();
        request.entries()
                .forEach(entry -> response.entries()
                        .add(new EntryData()
                                .setEntity(entity(entry))
                                .setErrorCode(failure.error().code())
                                .setErrorMessage(failure.message())));
        return response;
    }

    private static List<EntityData> entity(AlterClientQuotasRequest.EntryData entry) {
        return entry.entity().stream()
                .map(part -> new EntityData().setEntityType(part.entityType()).setEntityName(part.entityName()))
                .toList();
    }
}
