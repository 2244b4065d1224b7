package io.odradek.group;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A member of a classic group. Mutable; confined to its shard. */
final class ClassicMember {
    static final long NOT_WAITING = -1L;
    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final String id;
    private final @Nullable String instanceId;
    private final ClientInfo client;
    private int rebalanceTimeoutMs;
    private int sessionTimeoutMs;
    private List<MemberProtocol> protocols;
    private ByteBuffer assignment = NO_BYTES;
    private long waitingJoin = NOT_WAITING;
    private long waitingSync = NOT_WAITING;
    private boolean synced;

    ClassicMember(
            String id,
            @Nullable String instanceId,
            ClientInfo client,
            int rebalanceTimeoutMs,
            int sessionTimeoutMs,
            List<MemberProtocol> protocols) {
        this.id = id;
        this.instanceId = instanceId;
        this.client = client;
        this.rebalanceTimeoutMs = rebalanceTimeoutMs;
        this.sessionTimeoutMs = sessionTimeoutMs;
        this.protocols = List.copyOf(protocols);
    }

    String id() {
        return id;
    }

    @Nullable
    String instanceId() {
        return instanceId;
    }

    boolean isStatic() {
        return instanceId != null;
    }

    ClientInfo client() {
        return client;
    }

    int rebalanceTimeoutMs() {
        return rebalanceTimeoutMs;
    }

    int sessionTimeoutMs() {
        return sessionTimeoutMs;
    }

    List<MemberProtocol> protocols() {
        return protocols;
    }

    void rejoin(int rebalanceTimeout, int sessionTimeout, List<MemberProtocol> supported) {
        rebalanceTimeoutMs = rebalanceTimeout;
        sessionTimeoutMs = sessionTimeout;
        protocols = List.copyOf(supported);
    }

    boolean supports(String protocol) {
        return protocols.stream().anyMatch(own -> own.name().equals(protocol));
    }

    /** What the member says under a protocol, empty if it does not support it. */
    Optional<ByteBuffer> metadata(String protocol) {
        return protocols.stream()
                .filter(own -> own.name().equals(protocol))
                .map(own -> own.metadata().duplicate())
                .findFirst();
    }

    ByteBuffer assignment() {
        return assignment.duplicate();
    }

    void assign(ByteBuffer bytes) {
        assignment = bytes;
    }

    void clearAssignment() {
        assignment = NO_BYTES;
        synced = false;
    }

    boolean isJoining() {
        return waitingJoin != NOT_WAITING;
    }

    /** The request that waits for the rebalance, {@link #NOT_WAITING} if none does. */
    long waitingJoin() {
        return waitingJoin;
    }

    void waitForJoin(long request) {
        waitingJoin = request;
    }

    /** The request that waits for the assignment, {@link #NOT_WAITING} if none does. */
    long waitingSync() {
        return waitingSync;
    }

    void waitForSync(long request) {
        waitingSync = request;
        synced |= request != NOT_WAITING;
    }

    void noteSync() {
        synced = true;
    }

    /** Whether the member has asked for its assignment in this generation. */
    boolean hasSynced() {
        return synced;
    }
}
