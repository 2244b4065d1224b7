package io.odradek.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.message.AlterUserScramCredentialsRequest;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest;
import io.odradek.protocol.message.SaslAuthenticateRequest;
import io.odradek.protocol.message.VoteResponse;
import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.UserScramCredentialRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTextTest {
    private static final String SECRET = "hunter2";
    private static final ByteBuffer SECRET_BYTES = ByteBuffer.wrap(SECRET.getBytes(StandardCharsets.UTF_8));

    static Stream<Message> messagesWithSecrets() {
        return Stream.of(
                new SaslAuthenticateRequest().setAuthBytes(SECRET_BYTES),
                new UserScramCredentialRecord().setStoredKey(SECRET_BYTES).setServerKey(SECRET_BYTES),
                new AlterUserScramCredentialsRequest()
                        .setUpsertions(List.of(new AlterUserScramCredentialsRequest.ScramCredentialUpsertion()
                                .setSalt(SECRET_BYTES)
                                .setSaltedPassword(SECRET_BYTES))),
                new ConfigRecord().setName("ssl.key.password").setValue(SECRET),
                new IncrementalAlterConfigsRequest()
                        .setResources(List.of(new IncrementalAlterConfigsRequest.AlterConfigsResource()
                                .setConfigs(List.of(new IncrementalAlterConfigsRequest.AlterableConfig()
                                        .setName("ssl.key.password")
                                        .setValue(SECRET))))));
    }

    @ParameterizedTest
    @MethodSource("messagesWithSecrets")
    void textHidesSecrets(Message message) {
        assertThat(message.toString()).doesNotContain(SECRET).doesNotContain("104, 117");
    }

    @Test
    void textShowsNamesAndValues() {
        assertThat(new ConfigRecord().setName("retention.ms").toString()).contains("name=retention.ms");
    }

    @Test
    void unsignedFieldsRefuseWhatTheyCannotExpress() {
        VoteResponse response = new VoteResponse();
        response.nodeEndpoints().add(new VoteResponse.NodeEndpoint().setPort(65_536));
        assertThatThrownBy(() -> response.size((short) 1))
                .isInstanceOf(UnencodableMessageException.class)
                .hasMessageContaining("port");
    }

    @Test
    void longStringsAreRefused() {
        ConfigRecord message = new ConfigRecord().setName("n".repeat(32_768));
        assertThatThrownBy(() -> message.size((short) 0))
                .isInstanceOf(UnencodableMessageException.class)
                .hasMessageContaining("32767");
    }

    @Test
    void versionsThatDoNotExistAreRefused() {
        WireReader in = new WireReader(ByteBuffer.allocate(100));
        assertThatThrownBy(() -> ConfigRecord.read(in, (short) 1)).isInstanceOf(UnsupportedVersionException.class);
        assertThatThrownBy(() -> new ConfigRecord().size((short) -1)).isInstanceOf(UnsupportedVersionException.class);
    }
}
