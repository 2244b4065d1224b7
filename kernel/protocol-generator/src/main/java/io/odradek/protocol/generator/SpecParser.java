package io.odradek.protocol.generator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads one spec file. */
final class SpecParser {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(JsonParser.Feature.ALLOW_COMMENTS);

    private final VersionRange valid;
    private final Map<String, StructSpec> nested = new LinkedHashMap<>();

    private SpecParser(VersionRange valid) {
        this.valid = valid;
    }

    static MessageSpec parse(InputStream json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        VersionRange valid = VersionRange.parse(root.required("validVersions").asText());
        return new SpecParser(valid).message(root);
    }

    private MessageSpec message(JsonNode root) {
        for (JsonNode common : root.path("commonStructs")) {
            VersionRange versions =
                    VersionRange.parse(common.required("versions").asText()).intersect(valid);
            struct(common.required("name").asText(), versions, common.path("fields"));
        }
        StructSpec body = new StructSpec(root.required("name").asText(), valid, fields(valid, root.path("fields")));
        Set<String> listeners = new TreeSet<>();
        root.path("listeners").forEach(node -> listeners.add(node.asText()));
        return new MessageSpec(
                MessageSpec.Kind.parse(root.required("type").asText()),
                root.path("apiKey").asInt(-1),
                listeners,
                valid,
                VersionRange.parse(root.path("flexibleVersions").asText("none")),
                root.path("latestVersionUnstable").asBoolean(false),
                body,
                List.copyOf(nested.values()));
    }

    private void struct(String name, VersionRange versions, JsonNode fields) {
        StructSpec spec = new StructSpec(name, versions, fields(versions, fields));
        if (nested.putIfAbsent(name, spec) != null) {
            throw new IllegalArgumentException("structure " + name + " is declared twice");
        }
    }

    private List<FieldSpec> fields(VersionRange parent, JsonNode nodes) {
        List<FieldSpec> fields = new ArrayList<>();
        for (JsonNode node : nodes) {
            FieldSpec field = field(node);
            fields.add(field);
            if (node.has("fields")) {
                VersionRange versions = parent.intersect(field.versions());
                struct(structName(field.type()), versions, node.path("fields"));
            }
        }
        return fields;
    }

    private static FieldSpec field(JsonNode node) {
        String name = node.required("name").asText();
        VersionRange tagged = range(node, "taggedVersions", VersionRange.NONE);
        VersionRange versions = range(node, "versions", tagged);
        return new FieldSpec(
                Character.toLowerCase(name.charAt(0)) + name.substring(1),
                FieldType.parse(node.required("type").asText()),
                versions,
                range(node, "nullableVersions", VersionRange.NONE),
                tagged,
                node.path("tag").asInt(-1),
                node.has("flexibleVersions") ? range(node, "flexibleVersions", VersionRange.NONE) : null,
                node.path("ignorable").asBoolean(false),
                // A JSON null stands for "no default given"; the default null is the string "null".
                node.path("default").isNull() ? "" : node.path("default").asText(""));
    }

    private static VersionRange range(JsonNode node, String name, VersionRange otherwise) {
        return node.has(name) ? VersionRange.parse(node.path(name).asText()) : otherwise;
    }

    private static String structName(FieldType type) {
        return switch (type) {
            case FieldType.StructOf struct -> struct.name();
            case FieldType.ArrayOf array -> structName(array.element());
            case FieldType.Scalar _, FieldType.Sized _ ->
                throw new IllegalArgumentException("only a structure has fields of its own, not " + type);
        };
    }
}
