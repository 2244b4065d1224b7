package io.odradek.metadata.image;

import io.odradek.protocol.metadata.UserScramCredentialRecord;
import java.nio.ByteBuffer;

/**
 * What the broker knows of a user's password (RFC 5802): enough to check it, not to tell it.
 *
 * <p>Immutable: the buffers are read-only and must be duplicated before they are read.
 */
public record ScramCredential(ByteBuffer salt, ByteBuffer storedKey, ByteBuffer serverKey, int iterations) {
    /** A user and the number of a mechanism: 1 SCRAM-SHA-256, 2 SCRAM-SHA-512. */
    public record Key(String user, byte mechanism) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byUser = user.compareTo(other.user);
            return byUser != 0 ? byUser : Byte.compare(mechanism, other.mechanism);
        }
    }

    public ScramCredential {
        salt = copy(salt);
        storedKey = copy(storedKey);
        serverKey = copy(serverKey);
    }

    UserScramCredentialRecord toRecord(Key key) {
        return new UserScramCredentialRecord()
                .setName(key.user())
                .setMechanism(key.mechanism())
                .setSalt(salt.duplicate())
                .setStoredKey(storedKey.duplicate())
                .setServerKey(serverKey.duplicate())
                .setIterations(iterations);
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining())
                .put(bytes.duplicate())
                .flip()
                .asReadOnlyBuffer();
    }

    /** Says nothing that helps to find the password. */
    @Override
    public String toString() {
        return "ScramCredential[iterations=" + iterations + "]";
    }
}
