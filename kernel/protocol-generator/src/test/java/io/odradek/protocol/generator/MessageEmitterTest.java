package io.odradek.protocol.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageEmitterTest {
    private static final String SPEC = """
            // a comment
            { "apiKey": 3, "type": "metadata", "name": "ThreadRecord",
              "validVersions": "0-3", "flexibleVersions": "1+",
              "fields": [
                { "name": "Length", "type": "int32", "versions": "2+", "default": "7" },
                { "name": "Colour", "type": "string", "versions": "0+", "nullableVersions": "1+" },
                { "name": "Knot", "type": "Knot", "versions": "3+", "taggedVersions": "3+", "tag": 0, "fields": [
                  { "name": "At", "type": "int64", "versions": "3+" }
                ]}
              ]}
            """;

    @Test
    void fieldsAreReadInTheVersionsThatHaveThem() throws IOException {
        assertThat(emit(SPEC))
                .contains("public final class ThreadRecord implements MetadataRecord {")
                .containsSubsequence("if (version >= 2) {", "message.length = in.readInt();")
                .contains("version >= 1 ? in.readNullableString(flexible) : in.readString(flexible)")
                .contains("if (tag == 0 && version >= 3) {");
    }

    @Test
    void aFieldThatAVersionLacksIsRefusedUnlessItHasItsDefault() throws IOException {
        assertThat(emit(SPEC)).contains("if (!(version >= 2) && this.length != 7) {");
    }

    @Test
    void taggedFieldsAreWrittenOnlyInTheirVersions() throws IOException {
        assertThat(emit(SPEC)).contains("if (version >= 3 && !this.knot.equals(Knot.DEFAULT)) {");
    }

    @Test
    void anUnknownTypeIsRefused() {
        assertThatThrownBy(() -> emit(SPEC.replace("int32", "int33")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("int33");
    }

    @Test
    void everySpecOfKafkaIsEmitted() throws IOException {
        Map<String, String> sources = ProtocolGenerator.sources();
        assertThat(sources)
                .hasSizeGreaterThan(270)
                .containsKeys(
                        "io/odradek/protocol/ApiKey.java",
                        "io/odradek/protocol/message/FetchRequest.java",
                        "io/odradek/protocol/metadata/MetadataRecordType.java",
                        "io/odradek/protocol/group/GroupRecordType.java",
                        "io/odradek/protocol/log/ProducerSnapshot.java");
    }

    private static String emit(String json) throws IOException {
        MessageSpec spec = SpecParser.parse(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
        return new MessageEmitter("io.odradek.protocol.metadata", spec).emit();
    }
}
