package io.odradek.group;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.group.GroupMetadataKey;
import io.odradek.protocol.group.GroupMetadataValue;
import io.odradek.protocol.group.OffsetCommitKey;
import io.odradek.protocol.group.OffsetCommitValue;
import io.odradek.protocol.message.HeartbeatResponse;
import io.odradek.protocol.message.JoinGroupResponse;
import io.odradek.protocol.message.LeaveGroupResponse;
import io.odradek.protocol.message.OffsetCommitResponse;
import io.odradek.protocol.message.SyncGroupResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happens in a script, in words. Member ids are written {@code name#number}. */
final class Transcript {
    private static final Pattern RANDOM_PART = Pattern.compile("-0{8}-0{4}-0{4}-0{4}-0*([0-9a-f]+)");

    private final StringBuilder lines = new StringBuilder();

    void begin(long now, String what) {
        lines.append(now).append("  ").append(what).append('\n');
    }

    void note(String what) {
        lines.append("   ").append(RANDOM_PART.matcher(what).replaceAll("#$1")).append('\n');
    }

    String take() {
        String taken = RANDOM_PART.matcher(lines.toString()).replaceAll("#$1");
        lines.setLength(0);
        return taken;
    }

    String describe(GroupTimer timer) {
        return switch (timer) {
            case GroupTimer.MemberExpired expired -> "session of " + expired.memberId() + " over";
            case GroupTimer.PendingMemberExpired expired -> expired.memberId() + " never joined";
            case GroupTimer.InitialDelayOver _ -> "initial delay over";
            case GroupTimer.JoinOver _ -> "time to join over";
            case GroupTimer.SyncOver _ -> "time to sync over";
        };
    }

    String describe(GroupRecord record) {
        return switch (record.key()) {
            case OffsetCommitKey key -> {
                String partition = key.topic() + "-" + key.partition();
                yield record.value() instanceof OffsetCommitValue value
                        ? partition + " at " + value.offset()
                        : partition + " forgotten";
            }
            case GroupMetadataKey _ ->
                record.value() instanceof GroupMetadataValue value ? describe(value) : "group deleted";
            default -> record.toString();
        };
    }

    private static String describe(GroupMetadataValue value) {
        String members = value.members().stream()
                .map(member -> member.memberId() + "=" + text(member.assignment()))
                .collect(Collectors.joining(" "));
        return "generation " + value.generation() + " [" + members + "]";
    }

    String describe(ResponseMessage response) {
        return switch (response) {
            case JoinGroupResponse joined -> describe(joined);
            case SyncGroupResponse synced ->
                synced.errorCode() == 0 ? "assigned '" + text(synced.assignment()) + "'" : error(synced.errorCode());
            case HeartbeatResponse beat -> error(beat.errorCode());
            case LeaveGroupResponse left ->
                left.members().isEmpty()
                        ? error(left.errorCode())
                        : left.members().stream()
                                .map(member -> error(member.errorCode()))
                                .collect(Collectors.joining(" "));
            case OffsetCommitResponse committed ->
                committed.topics().stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .map(partition -> error(partition.errorCode()))
                        .collect(Collectors.joining(" "));
            default -> response.toString();
        };
    }

    private static String describe(JoinGroupResponse joined) {
        if (joined.errorCode() != 0) {
            return error(joined.errorCode()) + (joined.memberId().isEmpty() ? "" : " " + joined.memberId());
        }
        List<String> members = joined.members().stream()
                .map(member -> member.memberId() + ":" + text(member.metadata()))
                .toList();
        return joined.memberId() + " in generation " + joined.generationId() + ", " + joined.protocolName()
                + ", led by " + joined.leader()
                + (members.isEmpty() ? "" : " " + members)
                + (joined.skipAssignment() ? ", to skip the assignment" : "");
    }

    private static String error(short code) {
        return ErrorCode.forCode(code).name();
    }

    private static String text(@Nullable ByteBuffer bytes) {
        return bytes == null ? "" : UTF_8.decode(bytes.duplicate()).toString();
    }
}
