package io.odradek.replication;

import io.odradek.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The controller of one partition, by the rules of Kafka's: clean elections only, the last member stays in the ISR, and
 * AlterPartition with all its checks. Immutable.
 *
 * @param active for each broker the epoch of its registration, -1 while it is fenced
 */
record ModelController(PartitionState state, List<Long> active) implements Moment.Brokers {
    ModelController {
        active = List.copyOf(active);
    }

    @Override
    public OptionalLong activeEpoch(int broker) {
        long epoch = active.get(broker);
        return epoch < 0 ? OptionalLong.empty() : OptionalLong.of(epoch);
    }

    boolean isActive(int broker) {
        return active.get(broker) >= 0;
    }

    private ModelController withActive(int broker, long epoch) {
        List<Long> changed = new ArrayList<>(active);
        changed.set(broker, epoch);
        return new ModelController(state, changed);
    }

    private ModelController with(int leader, List<Integer> isr) {
        boolean elected = leader != state.leader();
        return new ModelController(
                new PartitionState(
                        leader,
                        state.leaderEpoch() + (elected ? 1 : 0),
                        state.partitionEpoch() + 1,
                        state.replicas(),
                        isr),
                active);
    }

    ModelController fence(int broker) {
        ModelController fenced = withActive(broker, -1);
        List<Integer> left =
                state.isr().stream().filter(member -> member != broker).toList();
        List<Integer> isr = left.isEmpty() ? state.isr() : left;
        if (state.leader() != broker) {
            return isr.equals(state.isr()) ? fenced : fenced.with(state.leader(), isr);
        }
        int next = isr.stream().filter(fenced::isActive).findFirst().orElse(PartitionState.NO_LEADER);
        return fenced.with(next, isr);
    }

    ModelController unfence(int broker, long brokerEpoch) {
        ModelController unfenced = withActive(broker, brokerEpoch);
        return state.leader() == PartitionState.NO_LEADER && state.isr().contains(broker)
                ? unfenced.with(broker, state.isr())
                : unfenced;
    }

    ModelController elect(int broker) {
        return with(broker, state.isr());
    }

    boolean accepts(int sender, IsrProposal proposal) {
        return refusal(sender, proposal) == ErrorCode.NONE;
    }

    ErrorCode refusal(int sender, IsrProposal proposal) {
        if (proposal.leaderEpoch() < state.leaderEpoch()) {
            return ErrorCode.FENCED_LEADER_EPOCH;
        }
        if (state.leader() != sender) {
            return ErrorCode.INVALID_REQUEST;
        }
        if (proposal.partitionEpoch() < state.partitionEpoch()) {
            return ErrorCode.INVALID_UPDATE_VERSION;
        }
        boolean eligible = proposal.isr().stream()
                .allMatch(member -> isActive(member.replica())
                        && (member.brokerEpoch() == -1 || member.brokerEpoch() == active.get(member.replica())));
        return eligible ? ErrorCode.NONE : ErrorCode.INELIGIBLE_REPLICA;
    }

    ModelController alter(IsrProposal proposal) {
        return with(
                state.leader(),
                proposal.isr().stream().map(IsrProposal.Member::replica).toList());
    }
}
