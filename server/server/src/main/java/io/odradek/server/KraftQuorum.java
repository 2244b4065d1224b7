package io.odradek.server;

import io.odradek.broker.controller.QuorumService;
import io.odradek.broker.quorum.DescribeQuorumHandler;
import io.odradek.metadata.controller.QuorumFacts;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.AddRaftVoterRequest;
import io.odradek.protocol.message.DescribeQuorumRequest;
import io.odradek.protocol.message.RemoveRaftVoterRequest;
import io.odradek.quorum.KraftMetadataLog;
import io.odradek.quorum.QuorumRequests;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The quorum under the controller of this node. */
final class KraftQuorum implements QuorumService {
    private final KraftMetadataLog log;
    private final QuorumRequests requests;
    private final String listener;

    /** @param listener the first of {@code controller.listener.names} */
    KraftQuorum(KraftMetadataLog log, String listener) {
        this.log = log;
        this.requests = new QuorumRequests(log);
        this.listener = listener;
    }

    @Override
    public Optional<CompletionStage<ResponseMessage>> answer(RequestMessage request, short version) {
        return switch (request) {
            case DescribeQuorumRequest describe ->
                Optional.of(requests.describeQuorum(listener, describe)
                        .thenApply(response -> DescribeQuorumHandler.fit(response, version)));
            case AddRaftVoterRequest add ->
                Optional.of(requests.addRaftVoter(listener, add).thenApply(response -> response));
            case RemoveRaftVoterRequest remove ->
                Optional.of(requests.removeRaftVoter(listener, remove).thenApply(response -> response));
            default -> Optional.empty();
        };
    }

    @Override
    public CompletionStage<@Nullable Void> upgrade(short kraftVersion) {
        return log.upgradeKRaftVersion(kraftVersion);
    }

    @Override
    public QuorumFacts facts() {
        return new QuorumFacts(
                (short) log.kraftVersion(),
                log.voters().voters().stream().map(voter -> voter.key().id()).toList());
    }
}
