package io.odradek.group;

import io.odradek.base.Invariants;
import io.odradek.protocol.group.GroupMetadataValue;
import io.odradek.protocol.group.GroupMetadataValue.MemberMetadata;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A classic group (the protocol of JoinGroup and SyncGroup) as its coordinator keeps it between commits: members and
 * what they wait for. What survives the coordinator is {@link #toValue}, written at the end of each rebalance.
 *
 * <p>Mutable; confined to its shard.
 */
final class ClassicGroup {
    private final String id;
    private final Map<String, ClassicMember> members = new LinkedHashMap<>();
    private final Map<String, String> staticMembers = new HashMap<>();
    private final Set<String> pendingMembers = new HashSet<>();
    private GroupPhase phase = GroupPhase.EMPTY;
    private int generation;
    private @Nullable String protocolType;
    private @Nullable String protocol;
    private @Nullable String leader;
    private long phaseSinceMs;
    private boolean waitingForFirstMembers;
    private boolean joinedDuringInitialDelay;
    private long initialDelayLeftMs;

    ClassicGroup(String id, long nowMs) {
        this.id = id;
        this.phaseSinceMs = nowMs;
    }

    /** The group as it was persisted. */
    static ClassicGroup of(String id, GroupMetadataValue value) {
        ClassicGroup group = new ClassicGroup(id, value.currentStateTimestamp());
        group.generation = value.generation();
        group.protocolType = value.protocolType().isEmpty() ? null : value.protocolType();
        group.protocol = value.protocol();
        group.leader = value.leader();
        for (MemberMetadata stored : value.members()) {
            String protocol = value.protocol() == null ? "" : value.protocol();
            ClassicMember member = new ClassicMember(
                    stored.memberId(),
                    stored.groupInstanceId(),
                    new ClientInfo(stored.clientId(), stored.clientHost()),
                    stored.rebalanceTimeout() < 0 ? stored.sessionTimeout() : stored.rebalanceTimeout(),
                    stored.sessionTimeout(),
                    List.of(new MemberProtocol(protocol, Bytes.copy(stored.subscription()))));
            member.assign(Bytes.copy(stored.assignment()));
            group.add(member);
        }
        group.phase = group.members.isEmpty() ? GroupPhase.EMPTY : GroupPhase.STABLE;
        return group;
    }

    GroupMetadataValue toValue() {
        String chosen = protocol;
        return new GroupMetadataValue()
                .setProtocolType(protocolType == null ? "" : protocolType)
                .setGeneration(generation)
                .setProtocol(chosen)
                .setLeader(leader)
                .setCurrentStateTimestamp(phaseSinceMs)
                .setMembers(members.values().stream()
                        .map(member -> stored(member, chosen))
                        .toList());
    }

    String id() {
        return id;
    }

    GroupPhase phase() {
        return phase;
    }

    boolean isIn(GroupPhase other) {
        return phase == other;
    }

    long phaseSinceMs() {
        return phaseSinceMs;
    }

    int generation() {
        return generation;
    }

    /** {@code consumer} for consumers; empty before the first member. */
    Optional<String> protocolType() {
        return Optional.ofNullable(protocolType);
    }

    Optional<String> protocol() {
        return Optional.ofNullable(protocol);
    }

    Optional<String> leader() {
        return Optional.ofNullable(leader);
    }

    boolean isLeader(String memberId) {
        return memberId.equals(leader);
    }

    Collection<ClassicMember> members() {
        return members.values();
    }

    int size() {
        return members.size();
    }

    Optional<ClassicMember> member(String memberId) {
        return Optional.ofNullable(members.get(memberId));
    }

    Optional<ClassicMember> staticMember(@Nullable String instanceId) {
        return Optional.ofNullable(instanceId).map(staticMembers::get).map(members::get);
    }

    /** Whether nobody has ever come in, or is about to. */
    boolean isUnused() {
        return generation == 0 && phase == GroupPhase.EMPTY && members.isEmpty() && pendingMembers.isEmpty();
    }

    Set<String> pendingMembers() {
        return pendingMembers;
    }

    void add(ClassicMember member) {
        members.put(member.id(), member);
        pendingMembers.remove(member.id());
        String instanceId = member.instanceId();
        if (instanceId != null) {
            staticMembers.put(instanceId, member.id());
        }
    }

    void remove(ClassicMember member) {
        members.remove(member.id());
        String instanceId = member.instanceId();
        if (instanceId != null) {
            staticMembers.remove(instanceId, member.id());
        }
        if (isLeader(member.id())) {
            leader = members.isEmpty() ? null : members.keySet().iterator().next();
        }
    }

    /** A static member comes back under a new id and takes the place of the old one. */
    void replace(ClassicMember old, ClassicMember fresh) {
        boolean wasLeader = isLeader(old.id());
        remove(old);
        add(fresh);
        if (wasLeader) {
            leader = fresh.id();
        }
    }

    /** Whether every member could use one of the protocols, and they are of the group's type. */
    boolean accepts(String type, List<MemberProtocol> offered) {
        if (type.isEmpty() || offered.isEmpty()) {
            return false;
        }
        if (members.isEmpty()) {
            return true;
        }
        Set<String> common = commonProtocols();
        return type.equals(protocolType)
                && offered.stream().map(MemberProtocol::name).anyMatch(common::contains);
    }

    /** The first member decides of what type the group is. */
    void adoptProtocolType(String type) {
        if (members.isEmpty()) {
            protocolType = type;
        }
    }

    /** The leader of the next generation is the first to join, unless the one there is joins too. */
    void electLeader() {
        ClassicMember current = leader == null ? null : members.get(leader);
        if (current == null || !current.isJoining()) {
            leader = members.values().stream()
                    .filter(ClassicMember::isJoining)
                    .map(ClassicMember::id)
                    .findFirst()
                    .orElse(null);
        }
    }

    boolean allJoined() {
        return pendingMembers.isEmpty() && members.values().stream().allMatch(ClassicMember::isJoining);
    }

    /** The longest rebalance timeout of a member, 0 without members. */
    int rebalanceTimeoutMs() {
        return members.values().stream()
                .mapToInt(ClassicMember::rebalanceTimeoutMs)
                .max()
                .orElse(0);
    }

    void enter(GroupPhase next, long nowMs) {
        Invariants.check(mayEnter(next), "a group in " + phase + " may enter the next phase", next);
        phase = next;
        phaseSinceMs = nowMs;
    }

    /** Counts a generation and settles on the protocol that most members prefer. */
    void beginGeneration() {
        generation = generation == Integer.MAX_VALUE ? 1 : generation + 1;
        if (members.isEmpty()) {
            protocol = null;
            leader = null;
        } else {
            protocol = vote();
        }
    }

    /** Whether the members that are there now would choose the protocol that the group has. */
    boolean keepsItsProtocol() {
        return !commonProtocols().isEmpty() && vote().equals(protocol);
    }

    /** While a new group gathers its first members, their joins are not answered at once. */
    boolean isGathering() {
        return waitingForFirstMembers;
    }

    void gather(long leftMs) {
        waitingForFirstMembers = true;
        joinedDuringInitialDelay = false;
        initialDelayLeftMs = leftMs;
    }

    void noteJoin() {
        joinedDuringInitialDelay = true;
    }

    boolean mayGatherOn() {
        return joinedDuringInitialDelay && initialDelayLeftMs > 0;
    }

    long initialDelayLeftMs() {
        return initialDelayLeftMs;
    }

    void stopGathering() {
        waitingForFirstMembers = false;
    }

    private boolean mayEnter(GroupPhase next) {
        return switch (next) {
            case EMPTY -> phase == GroupPhase.PREPARING_REBALANCE;
            case PREPARING_REBALANCE -> phase != GroupPhase.DEAD;
            case COMPLETING_REBALANCE -> phase == GroupPhase.PREPARING_REBALANCE;
            case STABLE -> phase == GroupPhase.COMPLETING_REBALANCE;
            case DEAD -> true;
        };
    }

    private Set<String> commonProtocols() {
        Set<String> common = null;
        for (ClassicMember member : members.values()) {
            Set<String> own =
                    member.protocols().stream().map(MemberProtocol::name).collect(Collectors.toSet());
            if (common == null) {
                common = own;
            } else {
                common.retainAll(own);
            }
        }
        return common == null ? Set.of() : common;
    }

    private String vote() {
        Set<String> candidates = commonProtocols();
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (ClassicMember member : members.values()) {
            member.protocols().stream()
                    .map(MemberProtocol::name)
                    .filter(candidates::contains)
                    .findFirst()
                    .ifPresent(choice -> votes.merge(choice, 1, Integer::sum));
        }
        return votes.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .orElseThrow(() -> new IllegalStateException("members of a group have a protocol in common"))
                .getKey();
    }

    private static MemberMetadata stored(ClassicMember member, @Nullable String protocol) {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        return new MemberMetadata()
                .setMemberId(member.id())
                .setGroupInstanceId(member.instanceId())
                .setClientId(member.client().clientId())
                .setClientHost(member.client().clientHost())
                .setRebalanceTimeout(member.rebalanceTimeoutMs())
                .setSessionTimeout(member.sessionTimeoutMs())
                .setSubscription(
                        protocol == null ? nothing : member.metadata(protocol).orElse(nothing))
                .setAssignment(member.assignment());
    }
}
