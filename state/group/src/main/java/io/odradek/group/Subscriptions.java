package io.odradek.group;

import io.odradek.protocol.MalformedMessageException;
import io.odradek.protocol.UnsupportedVersionException;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.message.ConsumerProtocolSubscription;
import java.nio.ByteBuffer;

/** Reads what consumers say to each other, to know which topics a group consumes. */
final class Subscriptions {
    private static final String CONSUMER = "consumer";

    private Subscriptions() {}

    /** Whether a member consumes the topic, or might: what cannot be read is taken for yes. */
    static boolean mayConsume(ClassicGroup group, String topic) {
        if (group.size() == 0) {
            return false;
        }
        if (!group.protocolType().orElse("").equals(CONSUMER)
                || group.protocol().isEmpty()) {
            return true;
        }
        String protocol = group.protocol().get();
        return group.members().stream()
                .anyMatch(member -> member.metadata(protocol)
                        .map(bytes -> subscribes(bytes, topic))
                        .orElse(true));
    }

    private static boolean subscribes(ByteBuffer metadata, String topic) {
        try {
            WireReader in = new WireReader(metadata);
            short version = (short) Math.min(in.readShort(), ConsumerProtocolSubscription.HIGHEST_SUPPORTED_VERSION);
            return ConsumerProtocolSubscription.read(in, version).topics().contains(topic);
        } catch (MalformedMessageException | UnsupportedVersionException e) {
            return true;
        }
    }
}
