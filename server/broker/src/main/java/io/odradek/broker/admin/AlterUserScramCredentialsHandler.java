package io.odradek.broker.admin;

import io.odradek.base.Decision;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.metadata.controller.ScramDecider;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialDeletion;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialUpsertion;
import io.odradek.protocol.message.AlterUserScramCredentialsResponse;
import io.odradek.protocol.message.AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.stream.Stream;

/** AlterUserScramCredentials, version 0 (KIP-554). */
public final class AlterUserScramCredentialsHandler
        extends ControllerRequestHandler<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse> {
    private final ScramDecider credentials;

    public AlterUserScramCredentialsHandler(ControllerService controller, ScramDecider credentials) {
        super(controller);
        this.credentials = credentials;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.ALTER_USER_SCRAM_CREDENTIALS;
    }

    @Override
    Decision<MetadataRecord, AlterUserScramCredentialsResponse> decide(
            ClusterImage image, AlterUserScramCredentialsRequest request, short version) {
        return credentials.alter(image, request);
    }

    @Override
    public AlterUserScramCredentialsResponse failed(
            RequestContext context, AlterUserScramCredentialsRequest request, Failure failure) {
        AlterUserScramCredentialsResponse response = new AlterUserScramCredentialsResponse();
        Stream.concat(
                        request.deletions().stream().map(ScramCredentialDeletion::name),
                        request.upsertions().stream().map(ScramCredentialUpsertion::name))
                .distinct()
                .forEach(user -> response.results()
                        .add(new AlterUserScramCredentialsResult()
                                .setUser(user)
                                .setErrorCode(failure.error().code())
                                .setErrorMessage(failure.message())));
        return response;
    }
}
