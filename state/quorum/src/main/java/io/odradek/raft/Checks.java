package io.odradek.raft;

import io.odradek.base.Uuid;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What several of the quorum's requests and responses have in common. */
final class Checks {
    private Checks() {}

    /** A request without cluster id comes from whom does not know it. */
    static boolean isOurCluster(Core core, @Nullable String clusterId) {
        return clusterId == null || clusterId.equals(core.config.clusterId());
    }

    /** Whether a request to a voter is for this one; −1 and no directory are for anybody. */
    static boolean isMeant(Core core, int voterId, Uuid directoryId) {
        return voterId < 0
                || (voterId == core.selfId()
                        && (directoryId.isZero()
                                || directoryId.equals(core.config.self().directoryId())));
    }

    static OptionalInt leader(int id) {
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Where the leader is, out of the nodes that a response names, or else as the voters' entry has it. */
    static <N> Endpoints endpoints(
            Core core, List<N> nodes, ToIntFunction<N> id, int leaderId, Function<N, Endpoints> endpoints) {
        return nodes.stream()
                .filter(node -> id.applyAsInt(node) == leaderId)
                .findFirst()
                .map(endpoints)
                .orElseGet(() ->
                        core.log.voters().find(leaderId).map(Voter::endpoints).orElse(Endpoints.NONE));
    }
}
