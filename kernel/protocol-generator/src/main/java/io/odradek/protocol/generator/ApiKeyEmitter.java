package io.odradek.protocol.generator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Emits the enum of the API keys that have versions. */
final class ApiKeyEmitter {
    private static final List<String> IMPORTS =
            List.of("java.util.Collections", "java.util.EnumSet", "java.util.Set", "org.jspecify.annotations.Nullable");

    private static final String FIELDS = """
            private static final ApiKey[] BY_ID = byId();

            private final short id;
            private final String apiName;
            private final short lowestVersion;
            private final short highestVersion;
            private final short flexibleFrom;
            private final boolean latestVersionUnstable;
            private final Set<ApiListener> listeners;

            ApiKey(int id, String apiName, int lowestVersion, int highestVersion, int flexibleFrom,
                    boolean latestVersionUnstable, Set<ApiListener> listeners) {
                this.id = (short) id;
                this.apiName = apiName;
                this.lowestVersion = (short) lowestVersion;
                this.highestVersion = (short) highestVersion;
                this.flexibleFrom = (short) flexibleFrom;
                this.latestVersionUnstable = latestVersionUnstable;
                this.listeners = listeners;
            }

            /** The API with the number, null if there is none or Kafka 4 has removed it. */
            public static @Nullable ApiKey forId(int id) {
                return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
            }

            /** The number on the wire. */
            public short id() {
                return id;
            }

            /** The name as Kafka spells it, for example {@code ListOffsets}. */
            public String apiName() {
                return apiName;
            }

            /** The lowest version that can be read and written. */
            public short lowestVersion() {
                return lowestVersion;
            }

            /** The highest version that can be read and written, released or not. */
            public short highestVersion() {
                return highestVersion;
            }

            /** Whether the highest version is not released yet: Kafka advertises it only to those who ask for it. */
            public boolean latestVersionUnstable() {
                return latestVersionUnstable;
            }

            /** The highest released version. */
            public short highestStableVersion() {
                return latestVersionUnstable ? (short) (highestVersion - 1) : highestVersion;
            }

            /**
             * The lowest version to name in ApiVersions. Produce names 0 although lower versions than 3 are refused:
             * librdkafka takes a higher minimum for a broker without compression (KAFKA-18659).
             */
            public short advertisedMinVersion() {
                return this == PRODUCE ? 0 : lowestVersion;
            }

            /** Whether the version can be read and written. */
            public boolean supports(short version) {
                return version >= lowestVersion && version <= highestVersion;
            }

            /** Whether the version has compact lengths and tagged fields (KIP-482). */
            public boolean isFlexible(short version) {
                return version >= flexibleFrom;
            }

            /** The version of the header that a request of the version has. */
            public short requestHeaderVersion(short version) {
                return (short) (isFlexible(version) ? 2 : 1);
            }

            /**
             * The version of the header that a response of the version has. That of ApiVersions is always 0, so that a
             * client can read the answer to a version that the broker does not know (KIP-511).
             */
            public short responseHeaderVersion(short version) {
                return (short) (this != API_VERSIONS && isFlexible(version) ? 1 : 0);
            }

            /** The kinds of listener on which Kafka serves the API. */
            public Set<ApiListener> listeners() {
                return listeners;
            }
            """;

    private final List<MessageSpec> requests;
    private final Map<Integer, MessageSpec> responses;
    private final SourceWriter out = new SourceWriter();

    ApiKeyEmitter(List<MessageSpec> messages) {
        this.requests = messages.stream()
                .filter(message -> message.kind() == MessageSpec.Kind.REQUEST)
                .sorted(Comparator.comparingInt(MessageSpec::apiKey))
                .toList();
        this.responses = messages.stream()
                .filter(message -> message.kind() == MessageSpec.Kind.RESPONSE)
                .collect(Collectors.toUnmodifiableMap(MessageSpec::apiKey, Function.identity()));
    }

    String emit() {
        out.line("/** The requests of Kafka's protocol with their versions. Immutable. */")
                .line("public enum ApiKey {");
        requests.forEach(this::constant);
        out.line(";").blank();
        lines(FIELDS);
        reader("readRequest", "RequestMessage", MessageSpec::name);
        reader("readResponse", "ResponseMessage", request -> response(request).name());
        lookup();
        out.line("}");
        return SourceFile.render("io.odradek.protocol", imports(), out.toString());
    }

    private List<String> imports() {
        List<String> imports = new ArrayList<>(IMPORTS);
        for (MessageSpec request : requests) {
            imports.add("io.odradek.protocol.message." + request.name());
            imports.add("io.odradek.protocol.message." + response(request).name());
        }
        imports.sort(Comparator.naturalOrder());
        return imports;
    }

    private void constant(MessageSpec request) {
        VersionRange valid = request.validVersions();
        if (!valid.equals(response(request).validVersions())) {
            throw new IllegalArgumentException(request.name() + " and its response differ in versions");
        }
        String flexible = request.flexibleVersions().isEmpty()
                ? "Short.MAX_VALUE"
                : Integer.toString(request.flexibleVersions().lowest());
        String listeners = request.listeners().stream()
                .map(listener -> "ApiListener." + listener.toUpperCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        out.line(
                "/** {@link %s}, {@link %s}. */",
                request.name(), response(request).name());
        out.line(
                "%s(%d, \"%s\", %d, %d, %s, %s, on(%s)),",
                request.constantName(),
                request.apiKey(),
                request.stem(),
                valid.lowest(),
                valid.highest(),
                flexible,
                request.latestVersionUnstable(),
                listeners);
    }

    private void reader(String method, String type, Function<MessageSpec, String> className) {
        out.line("/**");
        out.line(" * Reads the message in {@code version}.");
        out.line(" *");
        out.line(" * @throws MalformedMessageException if the bytes are not such a message");
        out.line(" * @throws UnsupportedVersionException if there is no such version");
        out.line(" */");
        out.line("public %s %s(WireReader in, short version) {", type, method);
        out.line("return switch (this) {");
        for (MessageSpec request : requests) {
            out.line("case %s -> %s.read(in, version);", request.constantName(), className.apply(request));
        }
        out.line("};").line("}").blank();
    }

    private void lookup() {
        out.line("private static Set<ApiListener> on(ApiListener first, ApiListener... others) {");
        out.line("return Collections.unmodifiableSet(EnumSet.of(first, others));")
                .line("}")
                .blank();
        out.line("private static ApiKey[] byId() {");
        out.line("ApiKey[] keys = new ApiKey[%d];", requests.getLast().apiKey() + 1);
        out.line("for (ApiKey key : values()) {");
        out.line("keys[key.id] = key;").line("}");
        out.line("return keys;").line("}");
    }

    private MessageSpec response(MessageSpec request) {
        MessageSpec response = responses.get(request.apiKey());
        if (response == null) {
            throw new IllegalArgumentException(request.name() + " has no response");
        }
        return response;
    }

    private void lines(String text) {
        text.lines().forEach(line -> out.line("%s", line.strip()));
        out.blank();
    }
}
