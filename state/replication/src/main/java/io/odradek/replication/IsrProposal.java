package io.odradek.replication;

import java.util.List;

/**
 * A change of the ISR for AlterPartition (KIP-497). A partition that was led by an unclean election is recovered by it.
 *
 * @param leaderEpoch the epoch that the sender leads in
 * @param partitionEpoch the one that the change is based on
 * @param isr the in-sync replicas to be, each with the broker epoch under which it has fetched (KIP-903)
 */
public record IsrProposal(int leaderEpoch, int partitionEpoch, List<Member> isr) {
    public IsrProposal {
        isr = List.copyOf(isr);
    }

    /** @param brokerEpoch {@link FollowerProgress#ANY_BROKER_EPOCH} if it is not known */
    public record Member(int replica, long brokerEpoch) {}
}
