package io.odradek.testkit.versions;

import static io.odradek.testkit.versions.ApiCase.fails;
import static io.odradek.testkit.versions.ApiCase.succeeds;
import static io.odradek.testkit.versions.Fixture.assertError;
import static io.odradek.testkit.versions.Fixture.assertNone;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterClientQuotasRequest;
import io.odradek.protocol.message.AlterClientQuotasRequest.EntityData;
import io.odradek.protocol.message.AlterClientQuotasRequest.EntryData;
import io.odradek.protocol.message.AlterClientQuotasRequest.OpData;
import io.odradek.protocol.message.AlterClientQuotasResponse;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialDeletion;
import io.odradek.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialUpsertion;
import io.odradek.protocol.message.AlterUserScramCredentialsResponse;
import io.odradek.protocol.message.DescribeClientQuotasRequest;
import io.odradek.protocol.message.DescribeClientQuotasRequest.ComponentData;
import io.odradek.protocol.message.DescribeClientQuotasResponse;
import io.odradek.protocol.message.DescribeUserScramCredentialsRequest;
import io.odradek.protocol.message.DescribeUserScramCredentialsRequest.UserName;
import io.odradek.protocol.message.DescribeUserScramCredentialsResponse;
import io.odradek.testkit.wire.WireClient;
import java.nio.ByteBuffer;
import java.util.List;

/** Quotas and credentials of clients. */
final class ClientCases {
    private static final byte SCRAM_SHA_256 = 1;

    private ClientCases() {}

    static List<ApiCase> all() {
        return List.of(
                succeeds(
                        ApiKey.ALTER_CLIENT_QUOTAS,
                        "sets a quota",
                        (client, version, fixture) ->
                                assertNone(setQuota(client, version, fixture.fresh("client"), "producer_byte_rate"))),
                fails(
                        ApiKey.ALTER_CLIENT_QUOTAS,
                        "refuses an unknown quota",
                        (client, version, fixture) -> assertError(
                                setQuota(client, version, fixture.fresh("client"), "no_such_rate"),
                                ErrorCode.INVALID_REQUEST)),
                succeeds(ApiKey.DESCRIBE_CLIENT_QUOTAS, "finds a quota", (client, version, fixture) -> {
                    String name = fixture.fresh("client");
                    assertNone(setQuota(client, version, name, "consumer_byte_rate"));
                    DescribeClientQuotasResponse response = quotas(client, version, "client-id", name);
                    assertNone(response.errorCode());
                    assertThat(response.entries())
                            .singleElement()
                            .satisfies(entry -> assertThat(
                                            entry.values().getFirst().value())
                                    .isEqualTo(1000.0));
                }),
                fails(
                        ApiKey.DESCRIBE_CLIENT_QUOTAS,
                        "refuses an unknown kind of entity",
                        (client, version, _) -> assertError(
                                quotas(client, version, "planet", "x").errorCode(), ErrorCode.UNSUPPORTED_VERSION)),
                succeeds(
                        ApiKey.ALTER_USER_SCRAM_CREDENTIALS,
                        "sets a password",
                        (client, version, fixture) -> assertNone(setPassword(client, version, fixture.fresh("user")))),
                fails(ApiKey.ALTER_USER_SCRAM_CREDENTIALS, "says that a user is unknown", (client, version, _) -> {
                    AlterUserScramCredentialsRequest request = new AlterUserScramCredentialsRequest()
                            .setDeletions(List.of(new ScramCredentialDeletion()
                                    .setName("nobody")
                                    .setMechanism(SCRAM_SHA_256)));
                    assertError(
                            client.ask(request, version, AlterUserScramCredentialsResponse.class)
                                    .results()
                                    .getFirst()
                                    .errorCode(),
                            ErrorCode.RESOURCE_NOT_FOUND);
                }),
                succeeds(ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS, "finds a user", (client, version, fixture) -> {
                    String user = fixture.fresh("user");
                    assertNone(setPassword(client, version, user));
                    var result = credentials(client, version, user).results().getFirst();
                    assertNone(result.errorCode());
                    assertThat(result.credentialInfos().getFirst().iterations()).isEqualTo(4096);
                }),
                fails(
                        ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS,
                        "says that a user is unknown",
                        (client, version, _) -> assertError(
                                credentials(client, version, "nobody")
                                        .results()
                                        .getFirst()
                                        .errorCode(),
                                ErrorCode.RESOURCE_NOT_FOUND)));
    }

    private static short setQuota(WireClient client, short version, String clientId, String key) {
        AlterClientQuotasRequest request = new AlterClientQuotasRequest()
                .setEntries(List.of(new EntryData()
                        .setEntity(List.of(
                                new EntityData().setEntityType("client-id").setEntityName(clientId)))
                        .setOps(List.of(new OpData().setKey(key).setValue(1000)))));
        return client.ask(request, version, AlterClientQuotasResponse.class)
                .entries()
                .getFirst()
                .errorCode();
    }

    private static DescribeClientQuotasResponse quotas(WireClient client, short version, String type, String name) {
        DescribeClientQuotasRequest request = new DescribeClientQuotasRequest()
                .setComponents(List.of(new ComponentData().setEntityType(type).setMatch(name)));
        return client.ask(request, version, DescribeClientQuotasResponse.class);
    }

    private static short setPassword(WireClient client, short version, String user) {
        AlterUserScramCredentialsRequest request = new AlterUserScramCredentialsRequest()
                .setUpsertions(List.of(new ScramCredentialUpsertion()
                        .setName(user)
                        .setMechanism(SCRAM_SHA_256)
                        .setIterations(4096)
                        .setSalt(ByteBuffer.allocate(16))
                        .setSaltedPassword(ByteBuffer.allocate(32))));
        return client.ask(request, version, AlterUserScramCredentialsResponse.class)
                .results()
                .getFirst()
                .errorCode();
    }

    private static DescribeUserScramCredentialsResponse credentials(WireClient client, short version, String user) {
        DescribeUserScramCredentialsRequest request =
                new DescribeUserScramCredentialsRequest().setUsers(List.of(new UserName().setName(user)));
        return client.ask(request, version, DescribeUserScramCredentialsResponse.class);
    }
}
