package io.odradek.protocol.oracle;

import io.odradek.protocol.Message;
import io.odradek.protocol.message.RequestHeader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every generated message class beside the class that Kafka generates from the same spec. */
final class Twins {
    private static final Map<String, String> PACKAGES = Map.of(
            "message", "org.apache.kafka.common.message",
            "metadata", "org.apache.kafka.common.metadata",
            "group", "org.apache.kafka.coordinator.group.generated",
            "transaction", "org.apache.kafka.coordinator.transaction.generated",
            "log", "org.apache.kafka.server.log.remote.metadata.storage.generated");

    private Twins() {}

    /** All twins, in the order of their names. */
    static List<Twin> all() {
        List<Twin> twins = new ArrayList<>();
        PACKAGES.forEach((ours, theirs) -> {
            for (String name : names(ours)) {
                Class<?> type = load("io.odradek.protocol." + ours + "." + name);
                if (Message.class.isAssignableFrom(type) && !type.isInterface()) {
                    twins.add(new Twin(type.asSubclass(Message.class), kafkaClass(theirs, name)));
                }
            }
        });
        twins.sort((a, b) -> a.toString().compareTo(b.toString()));
        return twins;
    }

    private static Class<? extends org.apache.kafka.common.protocol.Message> kafkaClass(String pack, String name) {
        boolean isData = name.endsWith("Request") || name.endsWith("Response") || name.endsWith("Header");
        return load(pack + "." + name + (isData ? "Data" : ""))
                .asSubclass(org.apache.kafka.common.protocol.Message.class);
    }

    private static List<String> names(String pack) {
        try {
            Path root = Path.of(RequestHeader.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.list(root.resolve("io/odradek/protocol/" + pack))) {
                return files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".class") && !file.contains("$"))
                        .map(file -> file.substring(0, file.length() - ".class".length()))
                        .toList();
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
