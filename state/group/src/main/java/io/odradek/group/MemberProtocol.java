package io.odradek.group;

import java.nio.ByteBuffer;

/**
 * An assignment protocol that a member supports.
 *
 * @param metadata what it tells the leader, for consumers their subscription; opaque and immutable
 */
record MemberProtocol(String name, ByteBuffer metadata) {}
