package io.odradek.cli.storage;

import io.odradek.cli.CommandException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A credential that the cluster begins with, as {@code --add-scram} gives it (KIP-900):
 * {@code SCRAM-SHA-256=[name=alice,password=secret]}, or with a salt and a
 * salted password in base64. Its texts stay at position 0; do not read them but through duplicates.
 */
record ScramArgument(
        ScramMechanism mechanism, String name, ByteBuffer salt, ByteBuffer saltedPassword, int iterations) {
    private static final List<String> KEYS = List.of("name", "password", "salt", "saltedpassword", "iterations");
    private static final int SALT_BYTES = 32;

    /**
     * Reads an argument.
     *
     * @param random returns as many random bytes as it is asked for; makes a salt where none is given
     * @throws CommandException if it is malformed or incomplete
     */
    static ScramArgument parse(String argument, IntFunction<byte[]> random) {
        int equals = argument.indexOf('=');
        if (equals < 0) {
            throw new CommandException("Failed to find equals sign in SCRAM argument '" + argument + "'");
        }
        ScramMechanism mechanism = ScramMechanism.ofName(argument.substring(0, equals));
        Map<String, String> settings = settings(argument.substring(equals + 1));
        String name = settings.get("name");
        if (name == null || name.isEmpty()) {
            throw new CommandException("You must supply 'name' to add-scram");
        }
        int iterations = iterations(settings, mechanism);
        byte[] salt = base64(settings, "salt").orElseGet(() -> random.apply(SALT_BYTES));
        String password = settings.get("password");
        Optional<byte[]> salted = base64(settings, "saltedpassword");
        if ((password == null) == salted.isEmpty()) {
            throw new CommandException("You must supply one of 'password' or 'saltedpassword' to add-scram");
        }
        if (salted.isPresent() && !settings.containsKey("salt")) {
            throw new CommandException("You must supply 'salt' with 'saltedpassword' to add-scram");
        }
        byte[] saltedPassword =
                salted.orElseGet(() -> ScramKeys.saltedPassword(mechanism, text(password), salt, iterations));
        return new ScramArgument(mechanism, name, ByteBuffer.wrap(salt), ByteBuffer.wrap(saltedPassword), iterations);
    }

    private static String text(@Nullable String password) {
        if (password == null || password.isEmpty()) {
            throw new CommandException("The 'password' of add-scram must not be empty");
        }
        return password;
    }

    private static Map<String, String> settings(String text) {
        if (!text.startsWith("[")) {
            throw new CommandException("Expected configuration string to start with [");
        }
        if (!text.endsWith("]")) {
            throw new CommandException("Expected configuration string to end with ]");
        }
        Map<String, String> settings = new TreeMap<>();
        for (String setting : text.substring(1, text.length() - 1).split(",", -1)) {
            int equals = setting.indexOf('=');
            if (equals < 0) {
                throw new CommandException("'" + setting + "' in a SCRAM argument is not of the form key=value");
            }
            settings.put(setting.substring(0, equals).strip(), unquoted(setting.substring(equals + 1)));
        }
        List<String> unknown = new ArrayList<>(settings.keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new CommandException("Unknown SCRAM configurations: " + String.join(", ", unknown));
        }
        return settings;
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    private static int iterations(Map<String, String> settings, ScramMechanism mechanism) {
        String given = settings.get("iterations");
        if (given == null) {
            return ScramMechanism.MIN_ITERATIONS;
        }
        int iterations;
        try {
            iterations = Integer.parseInt(given);
        } catch (NumberFormatException e) {
            throw new CommandException("The 'iterations' value of add-scram is not a number: " + given);
        }
        if (iterations < ScramMechanism.MIN_ITERATIONS) {
            throw new CommandException("The 'iterations' value must be >= " + ScramMechanism.MIN_ITERATIONS
                    + " for add-scram using " + mechanism);
        }
        if (iterations > ScramMechanism.MAX_ITERATIONS) {
            throw new CommandException("The 'iterations' value must be <= " + ScramMechanism.MAX_ITERATIONS
                    + " for add-scram using " + mechanism);
        }
        return iterations;
    }

    private static Optional<byte[]> base64(Map<String, String> settings, String key) {
        String value = settings.get(key);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(value));
        } catch (IllegalArgumentException e) {
            throw new CommandException("The '" + key + "' value of add-scram is not base64: " + value);
        }
    }

    /** Without what a credential must keep to itself. */
    @Override
    public String toString() {
        return "UserScramCredentialRecord(name='" + name + "', mechanism=" + mechanism.number() + ", iterations="
                + iterations + ")";
    }
}
