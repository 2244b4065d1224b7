package io.odradek.benchmarks.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Odradek as it is packaged, through its own start script, which is part of what is measured.
 *
 * @param title what a reader calls it
 * @param home folder of the package, with {@code bin}
 * @param javaHome the JDK that its scripts shall use
 * @param durability value of the broker config {@code durability}: {@code fsync} or {@code buffered}
 */
public record Odradek(String title, Path home, Path javaHome, String durability) implements Product {
    @Override
    public List<String> formatCommand(Path config, String clusterId) {
        return List.of(script("kafka-storage.sh"), "format", "-t", clusterId, "-c", config.toString());
    }

    @Override
    public List<String> startCommand(Path config) {
        return List.of(script("kafka-server-start.sh"), config.toString());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("JAVA_HOME", javaHome.toString());
    }

    @Override
    public List<String> properties() {
        return List.of("durability=" + durability);
    }

    private String script(String name) {
        return home.resolve("bin").resolve(name).toString();
    }
}
