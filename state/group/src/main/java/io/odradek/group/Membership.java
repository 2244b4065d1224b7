package io.odradek.group;

import io.odradek.protocol.ErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a request comes from a member, in its current generation. */
final class Membership {
    private Membership() {}

    /** UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID where another process has the instance id, else NONE. */
    static ErrorCode check(ClassicGroup group, String memberId, @Nullable String instanceId) {
        if (instanceId != null) {
            Optional<ClassicMember> holder = group.staticMember(instanceId);
            if (holder.isEmpty()) {
                return ErrorCode.UNKNOWN_MEMBER_ID;
            }
            if (!holder.get().id().equals(memberId)) {
                return ErrorCode.FENCED_INSTANCE_ID;
            }
        }
        return group.member(memberId).isPresent() ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
    }

    /** As {@link #check(ClassicGroup, String, String)}, and ILLEGAL_GENERATION in another generation. */
    static ErrorCode check(ClassicGroup group, String memberId, @Nullable String instanceId, int generation) {
        ErrorCode error = check(group, memberId, instanceId);
        if (error == ErrorCode.NONE && generation != group.generation()) {
            return ErrorCode.ILLEGAL_GENERATION;
        }
        return error;
    }
}
