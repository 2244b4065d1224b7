package io.odradek.broker.controller;

import io.odradek.metadata.controller.QuorumFacts;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What is asked of the active controller, and answered by the quorum under it. Any thread. */
public interface QuorumService {
    /**
     * Answers a request.
     *
     * @param version in which the client asked
     * @return empty if it is none of the quorum's
     */
    Optional<CompletionStage<ResponseMessage>> answer(RequestMessage request, short version);

    /**
     * Raises the level of {@code kraft.version} (KIP-853, UpdateFeatures); there is no way back.
     *
     * @return completes when the level is committed; fails with an {@link io.odradek.protocol.ApiException} whose message says why
     *     it cannot be, INVALID_UPDATE_VERSION above all
     */
    CompletionStage<@Nullable Void> upgrade(short kraftVersion);

    /** What deciders know of the quorum, as it is now. */
    QuorumFacts facts();
}
