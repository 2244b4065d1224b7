package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ScramCredential;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialDeletion;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialUpsertion;
import io.odradek.protocol.message.AlterUserScramCredentialsResponse;
import io.odradek.protocol.message.AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult;
import io.odradek.protocol.message.DescribeUserScramCredentialsRequest;
import io.odradek.protocol.message.DescribeUserScramCredentialsResponse;
import io.odradek.protocol.message.DescribeUserScramCredentialsResponse.CredentialInfo;
import io.odradek.protocol.message.DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.RemoveUserScramCredentialRecord;
import io.odradek.protocol.metadata.UserScramCredentialRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Decides and describes SCRAM credentials (KIP-554). They are stored; nothing authenticates with them in this release.
 *
 * <p>Stateless; any thread.
 */
public final class ScramDecider {
    /** The fewest iterations that a credential may have. */
    public static final int MIN_ITERATIONS = 4096;

    /** The most iterations that a credential may have: each login of the user costs as many. */
    public static final int MAX_ITERATIONS = 16_384;

    private record Refusal(ErrorCode code, String message) {}

    /** A decider has no state: one serves everybody. */
    public ScramDecider() {}

    /** Sets and removes credentials. All of one user's changes are made, or none. */
    public Decision<MetadataRecord, AlterUserScramCredentialsResponse> alter(
            ClusterImage image, AlterUserScramCredentialsRequest request) {
        Map<String, Optional<Refusal>> users = judge(image, request);
        List<MetadataRecord> records = new ArrayList<>();
        for (ScramCredentialDeletion each : request.deletions()) {
            if (accepted(users, each.name())) {
                records.add(new RemoveUserScramCredentialRecord()
                        .setName(each.name())
                        .setMechanism(each.mechanism()));
            }
        }
        for (ScramCredentialUpsertion each : request.upsertions()) {
            if (accepted(users, each.name())) {
                ScramMechanism.of(each.mechanism()).ifPresent(mechanism -> records.add(record(each, mechanism)));
            }
        }
        AlterUserScramCredentialsResponse response = new AlterUserScramCredentialsResponse();
        users.forEach((user, refusal) -> response.results()
                .add(new AlterUserScramCredentialsResult()
                        .setUser(user)
                        .setErrorCode(refusal.map(Refusal::code)
                                .orElse(ErrorCode.NONE)
                                .code())
                        .setErrorMessage(refusal.map(Refusal::message).orElse(null))));
        return new Decision<>(records, response);
    }

    /** Mechanisms and iterations of the named users, or of all; never keys. */
    public DescribeUserScramCredentialsResponse describe(
            ClusterImage image, DescribeUserScramCredentialsRequest request) {
        List<String> named = request.users() == null
                ? List.of()
                : request.users().stream()
                        .map(DescribeUserScramCredentialsRequest.UserName::name)
                        .toList();
        Set<String> repeated = Repeated.of(named);
        Set<String> users = new TreeSet<>(named);
        if (named.isEmpty()) {
            image.clients().scram().keySet().forEach(key -> users.add(key.user()));
        }
        DescribeUserScramCredentialsResponse response =
                new DescribeUserScramCredentialsResponse().setErrorMessage(null);
        users.forEach(user -> response.results().add(described(image, user, repeated.contains(user))));
        return response;
    }

    private static DescribeUserScramCredentialsResult described(ClusterImage image, String user, boolean repeated) {
        DescribeUserScramCredentialsResult result =
                new DescribeUserScramCredentialsResult().setUser(user).setErrorMessage(null);
        if (repeated) {
            return result.setErrorCode(ErrorCode.DUPLICATE_RESOURCE.code())
                    .setErrorMessage(
                            "Cannot describe SCRAM credentials for the same user twice in a single request: " + user);
        }
        image.clients().scram().forEach((key, credential) -> {
            if (key.user().equals(user)) {
                result.credentialInfos()
                        .add(new CredentialInfo().setMechanism(key.mechanism()).setIterations(credential.iterations()));
            }
        });
        if (result.credentialInfos().isEmpty()) {
            result.setErrorCode(ErrorCode.RESOURCE_NOT_FOUND.code())
                    .setErrorMessage("Attempt to describe a user credential that does not exist: " + user);
        }
        return result;
    }

    /** The first refusal of each user, in the order in which the request names them. */
    private static Map<String, Optional<Refusal>> judge(ClusterImage image, AlterUserScramCredentialsRequest request) {
        Map<String, Optional<Refusal>> users = new LinkedHashMap<>();
        Set<ScramCredential.Key> repeated = Repeated.of(Stream.concat(
                        request.deletions().stream()
                                .map(each -> new ScramCredential.Key(each.name(), each.mechanism())),
                        request.upsertions().stream()
                                .map(each -> new ScramCredential.Key(each.name(), each.mechanism())))
                .toList());
        for (ScramCredentialDeletion each : request.deletions()) {
            ScramCredential.Key key = new ScramCredential.Key(each.name(), each.mechanism());
            Optional<Refusal> refusal = common(key, repeated);
            if (refusal.isEmpty() && !image.clients().scram().containsKey(key)) {
                refusal = Optional.of(new Refusal(
                        ErrorCode.RESOURCE_NOT_FOUND, "Attempt to delete a user credential that does not exist"));
            }
            note(users, each.name(), refusal);
        }
        for (ScramCredentialUpsertion each : request.upsertions()) {
            ScramCredential.Key key = new ScramCredential.Key(each.name(), each.mechanism());
            note(users, each.name(), common(key, repeated).or(() -> bad(each)));
        }
        return users;
    }

    private static void note(Map<String, Optional<Refusal>> users, String user, Optional<Refusal> refusal) {
        users.merge(user, refusal, (first, second) -> first.isPresent() ? first : second);
    }

    private static Optional<Refusal> common(ScramCredential.Key key, Set<ScramCredential.Key> repeated) {
        if (key.user().isEmpty()) {
            return Optional.of(new Refusal(ErrorCode.UNACCEPTABLE_CREDENTIAL, "Username must not be empty"));
        }
        if (ScramMechanism.of(key.mechanism()).isEmpty()) {
            return Optional.of(new Refusal(ErrorCode.UNSUPPORTED_SASL_MECHANISM, "Unknown SCRAM mechanism"));
        }
        return repeated.contains(key)
                ? Optional.of(new Refusal(
                        ErrorCode.DUPLICATE_RESOURCE, "A user credential cannot be altered twice in the same request"))
                : Optional.empty();
    }

    private static Optional<Refusal> bad(ScramCredentialUpsertion upsertion) {
        String problem = "";
        if (upsertion.iterations() < MIN_ITERATIONS) {
            problem = "Too few iterations";
        } else if (upsertion.iterations() > MAX_ITERATIONS) {
            problem = "Too many iterations";
        } else if (!upsertion.saltedPassword().hasRemaining()
                || !upsertion.salt().hasRemaining()) {
            problem = "Salt and salted password must not be empty";
        }
        return problem.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal(ErrorCode.UNACCEPTABLE_CREDENTIAL, problem));
    }

    private static boolean accepted(Map<String, Optional<Refusal>> users, String user) {
        return users.getOrDefault(user, Optional.empty()).isEmpty();
    }

    private static UserScramCredentialRecord record(ScramCredentialUpsertion upsertion, ScramMechanism mechanism) {
        return new UserScramCredentialRecord()
                .setName(upsertion.name())
                .setMechanism(mechanism.id())
                .setSalt(upsertion.salt())
                .setStoredKey(mechanism.storedKey(upsertion.saltedPassword()))
                .setServerKey(mechanism.serverKey(upsertion.saltedPassword()))
                .setIterations(upsertion.iterations());
    }
}
