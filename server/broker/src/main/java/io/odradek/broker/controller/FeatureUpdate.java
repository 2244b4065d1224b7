package io.odradek.broker.controller;

import io.odradek.broker.request.Failure;
import io.odradek.metadata.controller.FeatureDecider;
import io.odradek.metadata.controller.QuorumFacts;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.UpdateFeaturesRequest;
import io.odradek.protocol.message.UpdateFeaturesResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * UpdateFeatures with all that it may name: {@code kraft.version} is the quorum's, the rest the metadata's (KIP-853). The rest is
 * tried first, for what the quorum has raised cannot be taken back.
 *
 * <p>Stateless; any thread.
 */
final class FeatureUpdate {
    private final QuorumService quorum;
    private final Function<ControllerRequest, CompletionStage<ResponseMessage>> decider;

    /** @param decider has the controller decide a request, and answers when that is committed */
    FeatureUpdate(QuorumService quorum, Function<ControllerRequest, CompletionStage<ResponseMessage>> decider) {
        this.quorum = quorum;
        this.decider = decider;
    }

    CompletionStage<ResponseMessage> carryOut(ControllerRequest request, UpdateFeaturesRequest update) {
        Optional<Short> level = FeatureDecider.kraftVersion(update);
        if (level.isEmpty()) {
            return decider.apply(request);
        }
        Optional<ApiException> refusal = refusal(level.get());
        if (refusal.isPresent()) {
            return CompletableFuture.completedStage(FeatureDecider.refused(refusal.get()));
        }
        if (update.validateOnly()) {
            return decider.apply(request);
        }
        return decider.apply(trial(request, update))
                .thenCompose(response -> isRefused(response)
                        ? CompletableFuture.completedStage(response)
                        : upgrade(level.get(), request));
    }

    /** What can be said without asking the quorum; it has the last word. */
    private Optional<ApiException> refusal(short level) {
        short present = quorum.facts().kraftVersion();
        if (level >= present && QuorumFacts.SUPPORTED.contains(level)) {
            return Optional.empty();
        }
        return Optional.of(new ApiException(
                ErrorCode.INVALID_UPDATE_VERSION,
                "Invalid update version " + level + " for feature kraft.version. It is " + present
                        + ", and can only be raised, to 1 at most."));
    }

    private static ControllerRequest trial(ControllerRequest request, UpdateFeaturesRequest update) {
        UpdateFeaturesRequest body = new UpdateFeaturesRequest()
                .setTimeoutMs(update.timeoutMs())
                .setFeatureUpdates(update.featureUpdates())
                .setValidateOnly(true);
        return new ControllerRequest(body, request.version(), request.requester(), request.timeoutMs());
    }

    private static boolean isRefused(ResponseMessage response) {
        return response instanceof UpdateFeaturesResponse answer && answer.errorCode() != ErrorCode.NONE.code();
    }

    private CompletionStage<ResponseMessage> upgrade(short level, ControllerRequest request) {
        CompletionStage<Optional<ResponseMessage>> upgraded = quorum.upgrade(level)
                .handle((_, failure) -> failure == null ? Optional.empty() : Optional.of(refused(failure)));
        return upgraded.thenCompose(refusal ->
                refusal.isPresent() ? CompletableFuture.completedStage(refusal.get()) : decider.apply(request));
    }

    private static ResponseMessage refused(Throwable failure) {
        Failure reason = Failure.of(failure);
        return FeatureDecider.refused(new ApiException(reason.error(), reason.message()));
    }
}
