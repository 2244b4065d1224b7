package io.odradek.protocol.generator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Generates the message classes into a folder of sources. */
public final class ProtocolGenerator {
    private ProtocolGenerator() {}

    /**
     * Generates.
     *
     * @param arguments one: the folder that the packages go to. It belongs to the generator: whatever else lies in it
     *     is removed.
     * @throws IOException if a spec cannot be read or understood, or a file not be written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("one argument is needed: the folder for the generated sources");
        }
        OutputFolder output = new OutputFolder(Path.of(arguments[0]));
        String fingerprint = Fingerprint.ofInputs();
        if (output.isUpToDate(fingerprint)) {
            return;
        }
        output.replaceWith(sources(), fingerprint);
    }

    /** The text of every file by its path. */
    static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (SpecFolder folder : SpecFolder.all()) {
            List<MessageSpec> specs = folder.read();
            String packageName = folder.packageName();
            for (MessageSpec spec : specs) {
                put(sources, packageName, spec.name(), new MessageEmitter(packageName, spec).emit());
            }
            List<MessageSpec> requests = ofKind(specs, MessageSpec.Kind.REQUEST);
            if (!requests.isEmpty()) {
                put(sources, "io.odradek.protocol", "ApiKey", new ApiKeyEmitter(specs).emit());
            }
            List<MessageSpec> records = ofKind(
                    specs,
                    MessageSpec.Kind.METADATA,
                    MessageSpec.Kind.COORDINATOR_KEY,
                    MessageSpec.Kind.COORDINATOR_VALUE);
            if (!records.isEmpty()) {
                new RecordTypeEmitter(packageName, records)
                        .emit()
                        .forEach((name, text) -> put(sources, packageName, name, text));
            }
        }
        return sources;
    }

    private static List<MessageSpec> ofKind(List<MessageSpec> specs, MessageSpec.Kind... kinds) {
        List<MessageSpec.Kind> wanted = List.of(kinds);
        List<MessageSpec> chosen = new ArrayList<>();
        for (MessageSpec spec : specs) {
            if (wanted.contains(spec.kind())) {
                chosen.add(spec);
            }
        }
        return chosen;
    }

    private static void put(Map<String, String> sources, String packageName, String name, String text) {
        String path = packageName.replace('.', '/') + '/' + name + ".java";
        if (sources.put(path, text) != null) {
            throw new IllegalArgumentException("two files would be named " + path);
        }
    }
}
