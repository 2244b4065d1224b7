package io.odradek.broker.admin;

import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.controller.QuotaDecider;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.DescribeClientQuotasRequest;
import io.odradek.protocol.message.DescribeClientQuotasResponse;

/** DescribeClientQuotas, versions 0 and 1 (KIP-546): the quotas that a filter matches. */
public final class DescribeClientQuotasHandler implements RequestHandler<DescribeClientQuotasRequest> {
    private final ClusterState cluster;
    private final QuotaDecider quotas;

    public DescribeClientQuotasHandler(ClusterState cluster, QuotaDecider quotas) {
        this.cluster = cluster;
        this.quotas = quotas;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DESCRIBE_CLIENT_QUOTAS;
    }

    @Override
    public void handle(RequestContext context, DescribeClientQuotasRequest request) {
        context.respond(quotas.describe(cluster.image(), request));
    }

    @Override
    public DescribeClientQuotasResponse failed(
            RequestContext context, DescribeClientQuotasRequest request, Failure failure) {
        return new DescribeClientQuotasResponse()
                .setErrorCode(failure.error().code())
                .setErrorMessage(failure.message())
                .setEntries(null);
    }
}
