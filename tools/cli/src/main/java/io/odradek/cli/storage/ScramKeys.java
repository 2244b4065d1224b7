package io.odradek.cli.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The keys that a server keeps in place of a password (RFC 5802, section 3). */
final class ScramKeys {
    private ScramKeys() {}

    /** {@code Hi(password, salt, iterations)}: as many bytes as the hash has. */
    static byte[] saltedPassword(ScramMechanism mechanism, String password, byte[] salt, int iterations) {
        try {
            int bits = MessageDigest.getInstance(mechanism.hash()).getDigestLength() * Byte.SIZE;
            SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2With" + mechanism.hmac());
            return factory.generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, bits))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks " + mechanism, e);
        }
    }

    /** {@code H(HMAC(saltedPassword, "Client Key"))}. */
    static byte[] storedKey(ScramMechanism mechanism, ByteBuffer saltedPassword) {
        try {
            return MessageDigest.getInstance(mechanism.hash()).digest(hmac(mechanism, saltedPassword, "Client Key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks " + mechanism, e);
        }
    }

    /** {@code HMAC(saltedPassword, "Server Key")}. */
    static byte[] serverKey(ScramMechanism mechanism, ByteBuffer saltedPassword) {
        try {
            return hmac(mechanism, saltedPassword, "Server Key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks " + mechanism, e);
        }
    }

    private static byte[] hmac(ScramMechanism mechanism, ByteBuffer key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(mechanism.hmac());
        byte[] keyBytes = new byte[key.remaining()];
        key.duplicate().get(keyBytes);
        mac.init(new SecretKeySpec(keyBytes, mechanism.hmac()));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }
}
