package io.odradek.broker.admin;

import io.odradek.broker.controller.ControllerRequestHandler;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialDeletion;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialUpsertion;
import io.odradek.protocol.message.AlterUserScramCredentialsResponse;
import io.odradek.protocol.message.AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult;
import java.util.stream.Stream;

/** AlterUserScramCredentials, version 0 (KIP-554). */
public final class AlterUserScramCredentialsHandler
        extends ControllerRequestHandler<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse> {
    public AlterUserScramCredentialsHandler(ControllerService controller) {
        super(controller, AlterUserScramCredentialsResponse.class);
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.ALTER_USER_SCRAM_CREDENTIALS;
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
