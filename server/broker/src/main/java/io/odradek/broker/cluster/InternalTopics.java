package io.odradek.broker.cluster;

import io.odradek.broker.group.GroupCoordinator;
import java.util.Set;

/** The topics that the broker keeps its own state in. */
public final class InternalTopics {
    private static final Set<String> NAMES =
            Set.of(GroupCoordinator.OFFSETS_TOPIC, "__transaction_state", "__share_group_state");

    private InternalTopics() {}

    public static boolean isInternal(String topic) {
        return NAMES.contains(topic);
    }
}
