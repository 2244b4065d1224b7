package io.odradek.metadata.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own providers, as a server.properties names them. */
class ConfigReferencesTest {
    private static final String KAFKAS = "org.apache.kafka.common.config.provider.";

    @TempDir
    private Path folder;

    private final Map<String, String> file = new HashMap<>();

    @Test
    void aPropertiesFileADirectoryAndTheEnvironmentAreLookedUp() throws IOException {
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "partitions=7\nport=19092\n");
        Files.writeString(folder.resolve("rack"), "r1\n");
        provider("file", "FileConfigProvider");
        provider("dir", "DirectoryConfigProvider");
        provider("env", "EnvVarConfigProvider");
        file.put("config.providers", "file, dir,env");
        file.put("num.partitions", "${file:" + secrets + ":partitions}");
        file.put("listeners", "PLAINTEXT://localhost:${file:" + secrets + ":port}");
        file.put("broker.rack", "${dir:" + folder + ":rack}");
        file.put("log.dirs", "/data${env:PATH}");

        Loaded loaded = BrokerConfigLoader.load(file);

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().numPartitions()).isEqualTo(7);
        assertThat(loaded.config().listeners().all())
                .containsExactly(new Listener("PLAINTEXT", "localhost", 19092, SecurityProtocol.PLAINTEXT));
        assertThat(loaded.config().rack()).contains("r1");
        assertThat(String.join(",", loaded.config().logDirs())).isEqualTo("/data" + System.getenv("PATH"));
    }

    @Test
    void theParametersOfAProviderAreHeeded() throws IOException {
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "partitions=7\n");
        provider("file", "FileConfigProvider");
        file.put("config.providers", "file");
        file.put(
                "config.providers.file.param.allowed.paths",
                Files.createDirectory(folder.resolve("elsewhere")).toString());
        file.put("num.partitions", "${file:" + secrets + ":partitions}");
        assertRefused("num.partitions=${file:" + secrets + ":partitions}");
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "other=7\n");
        provider("file", "FileConfigProvider");
        file.put("config.providers", "file");
        file.put("num.partitions", "${file:" + secrets + ":partitions}");
        file.put("broker.rack", "${file:" + folder.resolve("none") + ":rack}");
        assertRefused(
                "num.partitions=${file:" + secrets + ":partitions}: ${file:" + secrets + ":partitions} is not there.",
                "broker.rack=${file:" + folder.resolve("none") + ":rack}");
    }

    @Test
    void aProviderWithoutAClassOrWithAWrongOneIsNamed() {
        file.put("config.providers", "file");
        file.put("num.partitions", "${file:/a:b}");
        assertRefused("there is no config.providers.file.class", "FileConfigProvider");
        file.put("config.providers.file.class", "no.such.Provider");
        assertRefused("Class no.such.Provider could not be found.");
        file.put("config.providers.file.class", "java.lang.String");
        assertRefused("java.lang.String is no " + KAFKAS + "ConfigProvider");
    }

    @Test
    void aReferenceThatNoProviderIsForStaysAsItIsAndIsAWarning() {
        file.put("broker.rack", "${env:RACK}");
        Loaded loaded = BrokerConfigLoader.load(file);
        assertThat(loaded.config().rack()).contains("${env:RACK}");
        assertThat(loaded.warnings())
                .containsExactly(
                        "broker.rack=${env:RACK} is taken as it stands: config.providers names no provider for it.");
    }

    private void provider(String name, String type) {
        file.put("config.providers." + name + ".class", KAFKAS + type);
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> BrokerConfigLoader.load(file))
                .isInstanceOf(ConfigException.class)
                .satisfies(
                        error -> assertThat(error.getMessage()).contains(parts).doesNotContain(".."));
    }
}
