package io.odradek.metadata.controller;

import io.odradek.base.Limits;
import java.util.Optional;
import java.util.Set;

/** What may be a topic's name. Stateless; any thread. */
public final class TopicNames {
    /** The topic of the cluster's own metadata, which nobody may create. */
    public static final String CLUSTER_METADATA = "__cluster_metadata";

    private static final Set<String> INTERNAL =
            Set.of("__consumer_offsets", "__transaction_state", "__share_group_state");

    private TopicNames() {}

    /** Why a name is invalid, in Kafka's words; empty when it is valid. */
    public static Optional<String> problem(String name) {
        if (name.isEmpty()) {
            return Optional.of("Topic name is invalid: the empty string is not allowed");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("Topic name is invalid: '" + name + "' is not allowed");
        }
        if (name.length() > Limits.MAX_TOPIC_NAME_LENGTH) {
            return Optional.of("Topic name is invalid: the length of '" + name
                    + "' is longer than the max allowed length " + Limits.MAX_TOPIC_NAME_LENGTH);
        }
        if (!name.chars().allMatch(TopicNames::legal)) {
            return Optional.of("Topic name is invalid: '" + name + "' contains one or more characters other than ASCII "
                    + "alphanumerics, '.', '_' and '-'");
        }
        return Optional.empty();
    }

    /** Whether the cluster keeps its own state in the topic. */
    public static boolean internal(String name) {
        return INTERNAL.contains(name);
    }

    /** Whether the name has a character that metrics names cannot tell from another. */
    static boolean canCollide(String name) {
        return name.indexOf('.') >= 0 || name.indexOf('_') >= 0;
    }

    /** The name as it is in names of metrics; two topics must not be equal in it. */
    static String unified(String name) {
        return name.replace('.', '_');
    }

    private static boolean legal(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
