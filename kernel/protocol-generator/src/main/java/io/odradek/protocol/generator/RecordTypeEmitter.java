package io.odradek.protocol.generator;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Emits the enum of the record types of one log and the interfaces of its records. */
final class RecordTypeEmitter {
    private static final List<String> IMPORTS = List.of(
            "io.odradek.protocol.MalformedMessageException",
            "io.odradek.protocol.Message",
            "io.odradek.protocol.UnsupportedVersionException",
            "io.odradek.protocol.WireReader",
            "org.jspecify.annotations.Nullable");

    private final String packageName;
    private final List<MessageSpec> messages;
    private final SourceWriter out = new SourceWriter();

    RecordTypeEmitter(String packageName, List<MessageSpec> messages) {
        this.packageName = packageName;
        this.messages = messages.stream()
                .sorted(Comparator.comparingInt(MessageSpec::apiKey))
                .toList();
    }

    /** The files by class name. */
    Map<String, String> emit() {
        boolean keyed = messages.stream().anyMatch(message -> message.kind() == MessageSpec.Kind.COORDINATOR_KEY);
        Map<String, String> files = new LinkedHashMap<>();
        if (keyed) {
            marker(
                    files,
                    RecordTypes.keyInterface(packageName),
                    "The key of a record, telling what the record is about.");
            marker(files, RecordTypes.valueInterface(packageName), "The value of a record.");
        } else {
            marker(
                    files,
                    RecordTypes.valueInterface(packageName).replace("RecordValue", "Record"),
                    "A record of the log.");
        }
        recordType(keyed);
        files.put(RecordTypes.enumName(packageName), SourceFile.render(packageName, IMPORTS, out.toString()));
        return files;
    }

    private void marker(Map<String, String> files, String name, String title) {
        SourceWriter body = new SourceWriter();
        String type = RecordTypes.enumName(packageName);
        body.line("/** %s */", title).line("public interface %s extends Message {", name);
        body.line("/** The type under which the record is written. */")
                .line("%s type();", type)
                .line("}");
        files.put(name, SourceFile.render(packageName, IMPORTS, body.toString()));
    }

    private void recordType(boolean keyed) {
        String name = RecordTypes.enumName(packageName);
        SequencedMap<String, List<MessageSpec>> byConstant = messages.stream()
                .collect(Collectors.groupingBy(
                        MessageSpec::constantName, LinkedHashMap::new, Collectors.toUnmodifiableList()));
        out.line("/** The types of the records. */").line("public enum %s {", name);
        byConstant.forEach(this::constant);
        out.line(";").blank();
        out.line("private static final %s[] BY_ID = byId();", name).blank();
        out.line("private final short id;");
        out.line("private final short lowestVersion;");
        out.line("private final short highestVersion;").blank();
        out.line("%s(int id, int lowestVersion, int highestVersion) {", name);
        out.line("this.id = (short) id;");
        out.line("this.lowestVersion = (short) lowestVersion;");
        out.line("this.highestVersion = (short) highestVersion;").line("}").blank();
        accessors(keyed);
        if (keyed) {
            reader("readKey", RecordTypes.keyInterface(packageName), MessageSpec.Kind.COORDINATOR_KEY, byConstant);
            reader(
                    "readValue",
                    RecordTypes.valueInterface(packageName),
                    MessageSpec.Kind.COORDINATOR_VALUE,
                    byConstant);
        } else {
            reader("read", name.replace("RecordType", "Record"), MessageSpec.Kind.METADATA, byConstant);
        }
        lookup(name);
        out.line("}");
    }

    private void constant(String name, List<MessageSpec> messages) {
        MessageSpec versioned = messages.getLast();
        for (MessageSpec message : messages) {
            if (message.kind() == MessageSpec.Kind.COORDINATOR_VALUE) {
                versioned = message;
            }
        }
        VersionRange valid = versioned.validVersions();
        out.line("/** {@link %s}. */", versioned.name());
        out.line("%s(%d, %d, %d),", name, versioned.apiKey(), valid.lowest(), valid.highest());
    }

    private void accessors(boolean keyed) {
        String what = keyed ? "value" : "record";
        out.line("/** The number of the type in the log. */");
        out.line("public short id() {").line("return id;").line("}").blank();
        out.line("/** The lowest version of the %s. */", what);
        out.line("public short lowestVersion() {")
                .line("return lowestVersion;")
                .line("}")
                .blank();
        out.line("/** The highest version of the %s. */", what);
        out.line("public short highestVersion() {")
                .line("return highestVersion;")
                .line("}")
                .blank();
    }

    private void reader(
            String method, String type, MessageSpec.Kind kind, SequencedMap<String, List<MessageSpec>> byConstant) {
        out.line("/**");
        out.line(" * Reads the record's part in {@code version}.");
        out.line(" *");
        out.line(" * @throws MalformedMessageException if the bytes are not such a record");
        out.line(" * @throws UnsupportedVersionException if there is no such version");
        out.line(" */");
        out.line("public %s %s(WireReader in, short version) {", type, method);
        out.line("return switch (this) {");
        byConstant.forEach((constant, candidates) -> candidates.stream()
                .filter(message -> message.kind() == kind)
                .forEach(message -> out.line("case %s -> %s.read(in, version);", constant, message.name())));
        out.line("};").line("}").blank();
    }

    private void lookup(String name) {
        out.line("/** The type with the number, null if there is none. */");
        out.line("public static @Nullable %s forId(int id) {", name);
        out.line("return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;")
                .line("}")
                .blank();
        int highest = messages.stream().mapToInt(MessageSpec::apiKey).max().orElseThrow();
        out.line("private static %s[] byId() {", name);
        out.line("%s[] types = new %s[%d];", name, name, highest + 1);
        out.line("for (%s type : values()) {", name);
        out.line("types[type.id] = type;").line("}");
        out.line("return types;").line("}");
    }
}
