package io.odradek.broker.controller;

import io.odradek.metadata.controller.QuorumFacts;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What is asked of the active controller, and answered by the quorum under it. Any thread. */
public interface QuorumService {
    /**
     * Answers a request.
     *
     * @param version in which the client asked
     * @return empty if it is none of the quorum's
     */
    Optional<CompletionStage<ResponseMessage>> answer(RequestMessage request, short version);

    /** What deciders know of the quorum, as it is now. */
    QuorumFacts facts();
}
