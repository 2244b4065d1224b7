package io.odradek.replication;

import io.odradek.protocol.ErrorCode;
import java.util.List;

/** What became of an {@link IsrProposal}. */
public sealed interface IsrAnswer {
    /** The controller has committed it; what holds now. */
    record Committed(int leaderEpoch, int partitionEpoch, List<Integer> isr) implements IsrAnswer {
        public Committed {
            isr = List.copyOf(isr);
        }
    }

    /** The controller refused, for the partition or for the whole request. */
    record Refused(ErrorCode error) implements IsrAnswer {}

    /** No answer came: whether the change is committed is unknown. */
    record Lost() implements IsrAnswer {}
}
