package io.odradek.cli.configs;

import io.odradek.cli.CommandException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeUserScramCredentialsResult;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.ResourceNotFoundException;

/** SCRAM credentials of users (KIP-554). */
final class ScramConfigs {
    /** A password may hold commas, so that it comes last. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?:iterations=(-?\\d{1,9}),)?password=(.+)", Pattern.DOTALL);

    private static final int DEFAULT_ITERATIONS = 4096;

    private final Admin admin;
    private final PrintStream out;

    ScramConfigs(Admin admin, PrintStream out) {
        this.admin = admin;
        this.out = out;
    }

    /** Whether there is such a mechanism. */
    static boolean knows(String name) {
        return mechanism(name).isPresent();
    }

    private static Optional<ScramMechanism> mechanism(String name) {
        return Arrays.stream(ScramMechanism.values())
                .filter(mechanism -> mechanism != ScramMechanism.UNKNOWN
                        && mechanism.mechanismName().equals(name))
                .findFirst();
    }

    /** Shows the mechanisms that a user, or each user, has credentials for. */
    void describe(Optional<String> user) throws ExecutionException, InterruptedException {
        DescribeUserScramCredentialsResult result =
                admin.describeUserScramCredentials(user.map(List::of).orElseGet(List::of));
        for (String name : result.users().get()) {
            try {
                List<ScramCredentialInfo> credentials =
                        result.description(name).get().credentialInfos();
                out.println("SCRAM credential configs for user-principal '" + name + "' are "
                        + credentials.stream()
                                .map(credential -> credential.mechanism().mechanismName() + "=iterations="
                                        + credential.iterations())
                                .collect(Collectors.joining(", ")));
            } catch (ExecutionException e) {
                // A user without credentials is nothing to speak of.
                if (!(e.getCause() instanceof ResourceNotFoundException)) {
                    throw e;
                }
            }
        }
    }

    /**
     * Sets and takes back credentials.
     *
     * @throws CommandException if one is malformed
     */
    void alter(String user, ConfigChanges changes) throws ExecutionException, InterruptedException {
        List<UserScramCredentialAlteration> alterations = new ArrayList<>();
        for (String name : changes.delete()) {
            alterations.add(
                    new UserScramCredentialDeletion(user, mechanism(name).orElseThrow()));
        }
        for (Map.Entry<String, String> entry : changes.add().entrySet()) {
            ScramMechanism mechanism = mechanism(entry.getKey()).orElseThrow();
            Matcher matcher = CREDENTIAL.matcher(entry.getValue());
            if (!matcher.matches()) {
                throw new CommandException("Invalid credential property " + entry.getKey()
                        + ": write [password=secret] or [iterations=8192,password=secret].");
            }
            String iterations = matcher.group(1);
            ScramCredentialInfo info = new ScramCredentialInfo(
                    mechanism, iterations == null ? DEFAULT_ITERATIONS : Integer.parseInt(iterations));
            alterations.add(new UserScramCredentialUpsertion(user, info, matcher.group(2)));
        }
        admin.alterUserScramCredentials(alterations).all().get();
    }
}
