package io.odradek.metadata.controller;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The SCRAM mechanisms (RFC 5802) with the numbers of Kafka's protocol (KIP-554). Any thread. */
enum ScramMechanism {
    SCRAM_SHA_256(1, "SHA-256", "HmacSHA256"),
    SCRAM_SHA_512(2, "SHA-512", "HmacSHA512");

    private static final byte[] CLIENT_KEY = bytes("Client Key");
    private static final byte[] SERVER_KEY = bytes("Server Key");

    private final byte id;
    private final String hash;
    private final String hmac;

    ScramMechanism(int id, String hash, String hmac) {
        this.id = (byte) id;
        this.hash = hash;
        this.hmac = hmac;
    }

    static Optional<ScramMechanism> of(byte id) {
        for (ScramMechanism mechanism : values()) {
            if (mechanism.id == id) {
                return Optional.of(mechanism);
            }
        }
        return Optional.empty();
    }

    byte id() {
        return id;
    }

    /** {@code H(HMAC(SaltedPassword, "Client Key"))}. */
    ByteBuffer storedKey(ByteBuffer saltedPassword) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance(hash).digest(hmac(saltedPassword, CLIENT_KEY)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has " + hash, e);
        }
    }

    /** {@code HMAC(SaltedPassword, "Server Key")}. */
    ByteBuffer serverKey(ByteBuffer saltedPassword) {
        return ByteBuffer.wrap(hmac(saltedPassword, SERVER_KEY));
    }

    private byte[] hmac(ByteBuffer key, byte[] text) {
        byte[] keyBytes = new byte[key.remaining()];
        key.duplicate().get(keyBytes);
        try {
            Mac mac = Mac.getInstance(hmac);
            mac.init(new SecretKeySpec(keyBytes, hmac));
            return mac.doFinal(text);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every JVM has " + hmac + " and takes any key of at least one byte", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
