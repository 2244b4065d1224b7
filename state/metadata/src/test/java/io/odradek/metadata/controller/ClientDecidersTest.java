package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.Decision;
import io.odradek.metadata.Fixture;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ScramCredential;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterClientQuotasRequest;
import io.odradek.protocol.message.AlterClientQuotasResponse;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialDeletion;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialUpsertion;
import io.odradek.protocol.message.AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult;
import io.odradek.protocol.message.DescribeClientQuotasRequest;
import io.odradek.protocol.message.DescribeUserScramCredentialsRequest;
import io.odradek.protocol.metadata.MetadataRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quotas, credentials and features; messages are those of Apache Kafka 4.4.0. */
class ClientDecidersTest {
    private final Fixture cluster = Fixture.single();
    private final QuotaDecider quotas = new QuotaDecider();
    private final ScramDecider scram = new ScramDecider();

    private AlterClientQuotasResponse.EntryData quota(String entity, String key, Optional<Double> value) {
        AlterClientQuotasRequest.EntryData entry = new AlterClientQuotasRequest.EntryData();
        for (String part : entity.split(";")) {
            if (!part.isEmpty()) {
                String[] pair = part.split("=", 2);
                entry.entity()
                        .add(new AlterClientQuotasRequest.EntityData()
                                .setEntityType(pair[0])
                                .setEntityName(pair[1].equals("<default>") ? null : pair[1]));
            }
        }
        entry.ops()
                .add(new AlterClientQuotasRequest.OpData()
                        .setKey(key)
                        .setValue(value.orElse(0.0))
                        .setRemove(value.isEmpty()));
        AlterClientQuotasRequest request = new AlterClientQuotasRequest();
        request.entries().add(entry);
        return cluster.apply(quotas.alter(cluster.image(), request)).entries().getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    user=u            | nonsense                 | 100 | Invalid configuration key nonsense
                    user=u            | producer_byte_rate       | 0   | Quota producer_byte_rate must be greater than 0
                    user=u            | producer_byte_rate       | -1  | Quota producer_byte_rate must be greater than 0
                    user=u            | producer_byte_rate       | NaN | Quota producer_byte_rate must be greater than 0
                    user=u            | producer_byte_rate       | 1.5 | producer_byte_rate cannot be a fractional value.
                    foo=u             | producer_byte_rate       | 15  | Unhandled client quota entity type: foo
                    ip=not an ip      | connection_creation_rate | 15  | not an ip is not a valid IP or resolvable host.
                    ip=1.2.3.4;user=u | connection_creation_rate | 15  | Invalid quota entity combination, IP entity should not be combined with User or ClientId
                    user=             | producer_byte_rate       | 15  | Empty user not supported
                    ''                | producer_byte_rate       | 15  | Invalid empty client quota entity
                    user=u            | connection_creation_rate | 15  | Invalid configuration key connection_creation_rate
                    """)
    void quotasAreRefusedAsKafkaDoes(String entity, String key, double value, String message) {
        AlterClientQuotasResponse.EntryData answer = quota(entity, key, Optional.of(value));
        assertThat(answer.errorMessage()).isEqualTo(message);
        assertThat(ErrorCode.forCode(answer.errorCode())).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(cluster.image().clients().quotas()).isEmpty();
    }

    @Test
    void quotasAreSetFoundAndRemoved() {
        quota("user=u", "producer_byte_rate", Optional.of(100.0));
        quota("user=u;client-id=c", "request_percentage", Optional.of(1.5));
        quota("user=<default>", "consumer_byte_rate", Optional.of(7.0));
        quota("ip=::1", "connection_creation_rate", Optional.of(3.0));
        assertThat(found("user", 0, "u", false)).isEqualTo(2);
        assertThat(found("user", 0, "u", true)).isEqualTo(1);
        assertThat(found("user", 1, null, true)).isEqualTo(1);
        assertThat(found("user", 2, null, false)).isEqualTo(3);
        assertThat(found("ip", 0, "::1", true)).isEqualTo(1);
        quota("user=u", "producer_byte_rate", Optional.empty());
        assertThat(found("user", 0, "u", true)).isZero();
        assertThat(quotas.describe(cluster.image(), new DescribeClientQuotasRequest())
                        .entries())
                .hasSize(3);
    }

    private int found(String type, int matchType, String match, boolean strict) {
        DescribeClientQuotasRequest request = new DescribeClientQuotasRequest().setStrict(strict);
        request.components()
                .add(new DescribeClientQuotasRequest.ComponentData()
                        .setEntityType(type)
                        .setMatchType((byte) matchType)
                        .setMatch(match));
        return quotas.describe(cluster.image(), request).entries().size();
    }

    @Test
    void storedKeysAreThoseThatKafkaStores() throws Exception {
        ScramFormatter formatter = new ScramFormatter(ScramMechanism.SCRAM_SHA_256);
        byte[] salt = "salt".getBytes(StandardCharsets.UTF_8);
        byte[] salted = formatter.hi("pw".getBytes(StandardCharsets.UTF_8), salt, 4096);
        AlterUserScramCredentialsResult result = upsert("bob", 1, 4096, salt, salted);
        assertThat(result.errorCode()).isZero();
        ScramCredential stored = cluster.image().clients().scram().get(new ScramCredential.Key("bob", (byte) 1));
        assertThat(stored.storedKey()).isEqualTo(ByteBuffer.wrap(formatter.storedKey(formatter.clientKey(salted))));
        assertThat(stored.serverKey()).isEqualTo(ByteBuffer.wrap(formatter.serverKey(salted)));
        assertThat(stored.toString()).doesNotContain("salt=");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bob | 1 | 1     | UNACCEPTABLE_CREDENTIAL    | Too few iterations
                    bob | 1 | 20000 | UNACCEPTABLE_CREDENTIAL    | Too many iterations
                    ''  | 1 | 5000  | UNACCEPTABLE_CREDENTIAL    | Username must not be empty
                    bob | 9 | 5000  | UNSUPPORTED_SASL_MECHANISM | Unknown SCRAM mechanism
                    """)
    void credentialsAreRefusedAsKafkaDoes(String user, int mechanism, int iterations, ErrorCode code, String message) {
        AlterUserScramCredentialsResult result = upsert(user, mechanism, iterations, new byte[] {1}, new byte[] {2});
        assertThat(result.errorMessage()).isEqualTo(message);
        assertThat(ErrorCode.forCode(result.errorCode())).isEqualTo(code);
        assertThat(cluster.image().clients().scram()).isEmpty();
    }

    @Test
    void credentialsAreDescribedAndDeleted() {
        upsert("bob", 2, 5000, new byte[] {1}, new byte[] {2});
        assertThat(scram.describe(cluster.image(), new DescribeUserScramCredentialsRequest().setUsers(null))
                        .results())
                .singleElement()
                .satisfies(
                        result -> assertThat(result.credentialInfos().getFirst().iterations())
                                .isEqualTo(5000));
        AlterUserScramCredentialsRequest request = new AlterUserScramCredentialsRequest();
        request.deletions().add(new ScramCredentialDeletion().setName("bob").setMechanism((byte) 2));
        request.deletions().add(new ScramCredentialDeletion().setName("nobody").setMechanism((byte) 1));
        assertThat(cluster.apply(scram.alter(cluster.image(), request)).results())
                .extracting(AlterUserScramCredentialsResult::errorMessage)
                .containsExactly(null, "Attempt to delete a user credential that does not exist");
        assertThat(cluster.image().clients().scram()).isEmpty();
    }

    private AlterUserScramCredentialsResult upsert(
            String user, int mechanism, int iterations, byte[] salt, byte[] saltedPassword) {
        AlterUserScramCredentialsRequest request = new AlterUserScramCredentialsRequest();
        request.upsertions()
                .add(new ScramCredentialUpsertion()
                        .setName(user)
                        .setMechanism((byte) mechanism)
                        .setIterations(iterations)
                        .setSalt(ByteBuffer.wrap(salt))
                        .setSaltedPassword(ByteBuffer.wrap(saltedPassword)));
        return cluster.apply(scram.alter(cluster.image(), request)).results().getFirst();
    }

    @Test
    void featuresAreFinalizedOnce() {
        FeatureDecider features = new FeatureDecider();
        Decision<MetadataRecord, SortedMap<String, Short>> first =
                features.bootstrap(ClusterImage.EMPTY, Map.of("metadata.version", (short) 30));
        assertThat(first.reply())
                .containsExactly(
                        Map.entry("eligible.leader.replicas.version", (short) 1),
                        Map.entry("metadata.version", (short) 30));
        assertThat(features.bootstrap(ClusterImage.EMPTY, Map.of("metadata.version", (short) 25))
                        .reply())
                .containsExactly(Map.entry("metadata.version", (short) 25));
        ClusterImage image = ClusterImage.EMPTY.apply(first.records());
        assertThat(features.bootstrap(image, Map.of()).changesNothing()).isTrue();
        assertThatThrownBy(() -> features.bootstrap(cluster.image(), Map.of("nonsense", (short) 1)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("is not there yet");
        assertThatThrownBy(() -> features.bootstrap(cluster.image(), Map.of("metadata.version", (short) 99)))
                .hasMessageContaining("Choose one from 7 to 33");
    }
}
