package io.odradek.broker.admin;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.InitProducerIdRequest;
import io.odradek.protocol.message.InitProducerIdResponse;

/**
 * InitProducerId, versions 0 to 5, of idempotent producers. Each gets an id that nobody has had, also one that asks for a
 * new epoch of its old one: only a transaction coordinator keeps epochs (KIP-360).
 */
public final class InitProducerIdHandler implements RequestHandler<InitProducerIdRequest> {
    private static final long NO_PRODUCER_ID = -1;
    private static final short NO_EPOCH = -1;
    private static final short FIRST_EPOCH = 0;

    private final ProducerIdBlocks ids;

    public InitProducerIdHandler(ProducerIdBlocks ids) {
        this.ids = ids;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.INIT_PRODUCER_ID;
    }

    @Override
    public InitProducerIdResponse failed(RequestContext context, InitProducerIdRequest request, Failure failure) {
        return new InitProducerIdResponse()
                .setErrorCode(failure.error().code())
                .setProducerId(NO_PRODUCER_ID)
                .setProducerEpoch(NO_EPOCH);
    }

    @Override
    public void handle(RequestContext context, InitProducerIdRequest request) {
        check(request);
        ids.next()
                .whenComplete((id, failure) -> context.respond(
                        failure == null
                                ? new InitProducerIdResponse().setProducerId(id).setProducerEpoch(FIRST_EPOCH)
                                : failed(context, request, context.failureOf(failure))));
    }

    private static void check(InitProducerIdRequest request) {
        String transactionalId = request.transactionalId();
        if (transactionalId != null) {
            throw transactionalId.isEmpty()
                    ? new ApiException(ErrorCode.INVALID_REQUEST, "The transactional id must not be empty")
                    : Transactions.unsupported();
        }
        if ((request.producerId() == NO_PRODUCER_ID) != (request.producerEpoch() == NO_EPOCH)) {
            throw new ApiException(
                    ErrorCode.INVALID_REQUEST, "A producer id and its epoch must be given together, or neither");
        }
    }
}
