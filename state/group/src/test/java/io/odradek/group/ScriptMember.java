package io.odradek.group;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.HeartbeatRequest;
import io.odradek.protocol.message.JoinGroupRequest;
import io.odradek.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.odradek.protocol.message.JoinGroupResponse;
import io.odradek.protocol.message.LeaveGroupRequest;
import io.odradek.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.odradek.protocol.message.OffsetCommitRequest;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.odradek.protocol.message.SyncGroupRequest;
import io.odradek.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client of a script. It remembers the member id and generation that it is told. */
final class ScriptMember {
    private static final short NO_IDS_REQUIRED = 3;

    private final GroupScript script;
    private final String name;
    private String memberId = "";
    private int generation = -1;
    private String leader = "";
    private String protocol = "";
    private List<String> others = List.of();
    private short version = NO_IDS_REQUIRED;
    private String protocolType = "consumer";
    private List<String> protocols = List.of("range:t");
    private int sessionTimeoutMs = 10_000;
    private int rebalanceTimeoutMs = 60_000;
    private @Nullable String instanceId;

    /** A request on its way. */
    record Waiting(String what, Consumer<ResponseMessage> answer) {}

    ScriptMember(GroupScript script, String name) {
        this.script = script;
        this.name = name;
    }

    /** The version of its JoinGroup requests. */
    ScriptMember version(int joinVersion) {
        version = (short) joinVersion;
        return this;
    }

    ScriptMember type(String type) {
        protocolType = type;
        return this;
    }

    /** Names and metadata, as {@code range:t}. */
    ScriptMember protocols(String... offered) {
        protocols = List.of(offered);
        return this;
    }

    ScriptMember session(int ms) {
        sessionTimeoutMs = ms;
        return this;
    }

    ScriptMember rebalance(int ms) {
        rebalanceTimeoutMs = ms;
        return this;
    }

    ScriptMember instance(String id) {
        instanceId = id;
        return this;
    }

    /** Begins anew, as a process does that was restarted. */
    ScriptMember restarted() {
        memberId = "";
        generation = -1;
        return this;
    }

    ScriptMember as(String id) {
        memberId = id;
        return this;
    }

    ScriptMember inGeneration(int number) {
        generation = number;
        return this;
    }

    String id() {
        return memberId;
    }

    String name() {
        return name;
    }

    int generation() {
        return generation;
    }

    String leader() {
        return leader;
    }

    String protocol() {
        return protocol;
    }

    ScriptMember join() {
        JoinGroupRequest body = new JoinGroupRequest()
                .setGroupId(GroupScript.GROUP)
                .setMemberId(memberId)
                .setGroupInstanceId(instanceId)
                .setProtocolType(protocolType)
                .setSessionTimeoutMs(sessionTimeoutMs)
                .setRebalanceTimeoutMs(rebalanceTimeoutMs)
                .setProtocols(protocols.stream().map(ScriptMember::protocol).toList());
        ClientInfo client = new ClientInfo(name, "/127.0.0.1");
        script.request(
                new Waiting(name + " joins", this::joined),
                number -> script.shard().join(number, body, version, client, script.now()));
        return this;
    }

    private void joined(ResponseMessage response) {
        JoinGroupResponse joined = (JoinGroupResponse) response;
        memberId = joined.memberId();
        generation = joined.generationId();
        leader = joined.leader();
        protocol = String.valueOf(joined.protocolName());
        others = joined.members().stream()
                .map(JoinGroupResponse.JoinGroupResponseMember::memberId)
                .toList();
    }

    /** Syncs as one who does not lead. */
    ScriptMember sync() {
        return sync(List.of());
    }

    /** Syncs as the leader: each member is assigned its own id. */
    ScriptMember syncAll() {
        return sync(others);
    }

    private ScriptMember sync(List<String> assigned) {
        SyncGroupRequest body = new SyncGroupRequest()
                .setGroupId(GroupScript.GROUP)
                .setMemberId(memberId)
                .setGroupInstanceId(instanceId)
                .setGenerationId(generation)
                .setAssignments(assigned.stream()
                        .map(id ->
                                new SyncGroupRequestAssignment().setMemberId(id).setAssignment(bytes(id)))
                        .toList());
        script.request(
                new Waiting(name + " syncs", _ -> {}), number -> script.shard().sync(number, body, script.now()));
        return this;
    }

    ScriptMember heartbeat() {
        HeartbeatRequest body = new HeartbeatRequest()
                .setGroupId(GroupScript.GROUP)
                .setMemberId(memberId)
                .setGroupInstanceId(instanceId)
                .setGenerationId(generation);
        script.request(
                new Waiting(name + " beats", _ -> {}), number -> script.shard().heartbeat(number, body, script.now()));
        return this;
    }

    ScriptMember leave() {
        return leave((short) 3);
    }

    ScriptMember leave(short leaveVersion) {
        LeaveGroupRequest body = new LeaveGroupRequest()
                .setGroupId(GroupScript.GROUP)
                .setMemberId(memberId)
                .setMembers(List.of(new MemberIdentity().setMemberId(memberId).setGroupInstanceId(instanceId)));
        script.request(
                new Waiting(name + " leaves", _ -> {}),
                number -> script.shard().leave(number, body, leaveVersion, script.now()));
        return this;
    }

    ScriptMember commit(String topic, int partition, long offset) {
        return commit(topic, partition, offset, "");
    }

    ScriptMember commit(String topic, int partition, long offset, String metadata) {
        return commit(commitOf(topic, partition, offset, metadata));
    }

    OffsetCommitRequest commitOf(String topic, int partition, long offset, String metadata) {
        OffsetCommitRequestPartition one = new OffsetCommitRequestPartition()
                .setPartitionIndex(partition)
                .setCommittedOffset(offset)
                .setCommittedMetadata(metadata);
        return new OffsetCommitRequest()
                .setGroupId(GroupScript.GROUP)
                .setMemberId(memberId)
                .setGroupInstanceId(instanceId)
                .setGenerationIdOrMemberEpoch(generation)
                .setTopics(new ArrayList<>(
                        List.of(new OffsetCommitRequestTopic().setName(topic).setPartitions(List.of(one)))));
    }

    ScriptMember commit(OffsetCommitRequest body) {
        script.request(
                new Waiting(name + " commits", _ -> {}),
                number -> script.shard().commit(number, body, script.now()));
        return this;
    }

    private static JoinGroupRequestProtocol protocol(String offered) {
        String[] parts = offered.split(":", 2);
        return new JoinGroupRequestProtocol().setName(parts[0]).setMetadata(bytes(parts[1]));
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
