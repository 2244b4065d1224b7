package io.odradek.protocol.generator;

import java.util.List;

/** Emits the class of one message with its nested structures. */
final class MessageEmitter {
    private static final List<String> IMPORTS = List.of(
            "io.odradek.base.Uuid",
            "io.odradek.protocol.ApiKey",
            "io.odradek.protocol.MalformedMessageException",
            "io.odradek.protocol.MemoryRecords",
            "io.odradek.protocol.Message",
            "io.odradek.protocol.RawTaggedField",
            "io.odradek.protocol.Records",
            "io.odradek.protocol.RequestMessage",
            "io.odradek.protocol.ResponseMessage",
            "io.odradek.protocol.UnencodableMessageException",
            "io.odradek.protocol.UnsupportedVersionException",
            "io.odradek.protocol.WireReader",
            "io.odradek.protocol.WireSize",
            "io.odradek.protocol.WireText",
            "io.odradek.protocol.WireWriter",
            "java.nio.ByteBuffer",
            "java.util.ArrayList",
            "java.util.List",
            "java.util.Objects",
            "org.jspecify.annotations.Nullable");

    private final String packageName;
    private final MessageSpec message;
    private final RecordsSizeEmitter recordsSize;

    MessageEmitter(String packageName, MessageSpec message) {
        this.packageName = packageName;
        this.message = message;
        this.recordsSize = new RecordsSizeEmitter(message);
    }

    String emit() {
        SourceWriter body = new SourceWriter();
        root(body);
        return SourceFile.render(packageName, IMPORTS, body.toString());
    }

    private void root(SourceWriter out) {
        VersionRange valid = message.validVersions();
        out.line("/**");
        out.line(" * The %s, versions %s, flexible %s.", title(), valid, message.flexibleVersions());
        out.line(" *");
        out.line(
                " * <p>Mutable; one thread at a time. Fields of bytes and records may be slices of the buffer they were read");
        out.line(" * from and are valid as long as that buffer is.");
        out.line(" */");
        out.line("public final class %s implements %s {", message.name(), String.join(", ", supertypes()));
        out.line("/** The lowest version that can be read and written. */");
        out.line("public static final short LOWEST_SUPPORTED_VERSION = %d;", valid.lowest())
                .blank();
        out.line("/** The highest version that can be read and written. */");
        out.line("public static final short HIGHEST_SUPPORTED_VERSION = %d;", valid.highest())
                .blank();
        StructContext context = new StructContext(message, message.root(), out);
        new FieldsEmitter(context).emit();
        supportedVersions(out);
        role(out);
        methods(context, true);
        for (StructSpec nested : message.nested()) {
            nested(nested, out);
        }
        out.line("}");
    }

    private void nested(StructSpec struct, SourceWriter out) {
        out.line("/** A structure of {@link %s}, versions %s. */", message.name(), struct.versions());
        out.line("public static final class %s {", struct.name());
        out.line("private static final %s DEFAULT = new %s();", struct.name(), struct.name())
                .blank();
        StructContext context = new StructContext(message, struct, out);
        new FieldsEmitter(context).emit();
        methods(context, false);
        out.line("}").blank();
    }

    private void methods(StructContext context, boolean isRoot) {
        new ReadEmitter(context).emit(isRoot);
        new SizeEmitter(context).emit(isRoot);
        new WriteEmitter(context).emit(isRoot);
        recordsSize.emit(context, isRoot);
        new CheckEmitter(context).emit(isRoot);
        new IdentityEmitter(context).emit();
    }

    private static void supportedVersions(SourceWriter out) {
        out.line("@Override");
        out.line("public short lowestSupportedVersion() {");
        out.line("return LOWEST_SUPPORTED_VERSION;").line("}").blank();
        out.line("@Override");
        out.line("public short highestSupportedVersion() {");
        out.line("return HIGHEST_SUPPORTED_VERSION;").line("}").blank();
    }

    private String title() {
        return switch (message.kind()) {
            case REQUEST -> message.stem() + " request (API key " + message.apiKey() + ")";
            case RESPONSE -> message.stem() + " response (API key " + message.apiKey() + ")";
            case HEADER, DATA -> message.name() + " structure";
            case METADATA -> message.name() + " of the cluster metadata log (type " + message.apiKey() + ")";
            case COORDINATOR_KEY -> "key of a " + message.stem() + " record (type " + message.apiKey() + ")";
            case COORDINATOR_VALUE -> "value of a " + message.stem() + " record (type " + message.apiKey() + ")";
        };
    }

    private List<String> supertypes() {
        return switch (message.kind()) {
            case REQUEST -> List.of("RequestMessage");
            case RESPONSE -> List.of("ResponseMessage");
            case HEADER, DATA -> List.of("Message");
            case METADATA -> List.of("MetadataRecord");
            case COORDINATOR_KEY -> List.of(RecordTypes.keyInterface(packageName));
            case COORDINATOR_VALUE -> List.of(RecordTypes.valueInterface(packageName));
        };
    }

    private void role(SourceWriter out) {
        switch (message.kind()) {
            case REQUEST, RESPONSE -> {
                out.line("@Override");
                out.line("public ApiKey apiKey() {");
                out.line("return ApiKey.%s;", message.constantName()).line("}").blank();
            }
            case METADATA, COORDINATOR_KEY, COORDINATOR_VALUE -> {
                String type = RecordTypes.enumName(packageName);
                out.line("@Override");
                out.line("public %s type() {", type);
                out.line("return %s.%s;", type, message.constantName())
                        .line("}")
                        .blank();
            }
            case HEADER, DATA -> {}
        }
    }
}
