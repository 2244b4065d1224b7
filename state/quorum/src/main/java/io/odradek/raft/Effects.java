package io.odradek.raft;

import java.util.List;
import java.util.Optional;

/**
 * What a step of the replica asks for. Carried out in the order of the components: the state is durable before the log is
 * touched, the log work done and reported before anything is sent or answered; effects of a later step follow those of an earlier
 * one. So nothing leaves a node that a crash could take back, but for record batches: those of a leader may be read before they
 * are durable, and they count for the high watermark only once they are.
 *
 * @param save the newest state, if it changed
 * @param work on the log, if any
 * @param requests to send; in any order
 * @param answers to give; in any order
 * @param nextTickMs when the next tick is due at the latest, on the clock of the arguments
 */
public record Effects(
        Optional<QuorumState> save,
        Optional<LogWork> work,
        List<Outbound> requests,
        List<Answer> answers,
        long nextTickMs) {
    public Effects {
        requests = List.copyOf(requests);
        answers = List.copyOf(answers);
    }
}
