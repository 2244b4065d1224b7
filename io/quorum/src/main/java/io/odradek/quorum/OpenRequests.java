package io.odradek.quorum;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import io.odradek.raft.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The requests and commands that the replica has not answered yet. The caller serialises the calls. */
final class OpenRequests {
    private final QuorumDisk disk;
    private final Map<Long, CompletableFuture<ResponseMessage>> requests = new TreeMap<>();
    private final Map<Long, CompletableFuture<@Nullable Void>> commands = new TreeMap<>();
    private long nextToken;

    OpenRequests(QuorumDisk disk) {
        this.disk = disk;
    }

    /** Returns the token by which the answer will name the request. */
    long request(CompletableFuture<ResponseMessage> response) {
        requests.put(nextToken, response);
        return nextToken++;
    }

    long command(CompletableFuture<@Nullable Void> done) {
        commands.put(nextToken, done);
        return nextToken++;
    }

    /** What completes the request; the bytes that it takes along are read now. */
    Runnable answer(Answer answer) {
        return switch (answer) {
            case Answer.Ready ready -> complete(answer.token(), ready.message());
            case Answer.WithRecords with -> complete(answer.token(), disk.withRecords(with));
            case Answer.WithSnapshot with -> complete(answer.token(), disk.withSnapshot(with));
            case Answer.Outcome outcome -> complete(outcome);
        };
    }

    private Runnable complete(long token, ResponseMessage message) {
        CompletableFuture<ResponseMessage> response = requests.remove(token);
        return response == null ? () -> {} : () -> response.complete(message);
    }

    private Runnable complete(Answer.Outcome outcome) {
        CompletableFuture<@Nullable Void> command = commands.remove(outcome.token());
        if (command == null) {
            return () -> {};
        }
        return outcome.error() == ErrorCode.NONE
                ? () -> command.complete(null)
                : () -> command.completeExceptionally(new ApiException(outcome.error(), outcome.detail()));
    }

    /** What ends all of them with the error. */
    List<Runnable> failAll(ApiException error) {
        List<Runnable> after = new ArrayList<>();
        requests.values().forEach(response -> after.add(() -> response.completeExceptionally(error)));
        commands.values().forEach(command -> after.add(() -> command.completeExceptionally(error)));
        requests.clear();
        commands.clear();
        return after;
    }
}
