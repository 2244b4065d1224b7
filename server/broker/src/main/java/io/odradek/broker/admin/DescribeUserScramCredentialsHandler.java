package io.odradek.broker.admin;

import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.controller.ScramDecider;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.DescribeUserScramCredentialsRequest;
import io.odradek.protocol.message.DescribeUserScramCredentialsResponse;

/** DescribeUserScramCredentials, version 0 (KIP-554): which mechanisms users have, never their keys. */
public final class DescribeUserScramCredentialsHandler implements RequestHandler<DescribeUserScramCredentialsRequest> {
    private final ClusterState cluster;
    private final ScramDecider credentials;

    public DescribeUserScramCredentialsHandler(ClusterState cluster, ScramDecider credentials) {
        this.cluster = cluster;
        this.credentials = credentials;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS;
    }

    @Override
    public void handle(RequestContext context, DescribeUserScramCredentialsRequest request) {
        context.respond(credentials.describe(cluster.image(), request));
    }

    @Override
    public DescribeUserScramCredentialsResponse failed(
            RequestContext context, DescribeUserScramCredentialsRequest request, Failure failure) {
        return new DescribeUserScramCredentialsResponse()
                .setErrorCode(failure.error().code())
                .setErrorMessage(failure.message());
    }
}
