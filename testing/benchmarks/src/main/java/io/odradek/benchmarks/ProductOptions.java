package io.odradek.benchmarks;

import io.odradek.benchmarks.broker.ApacheKafka;
import io.odradek.benchmarks.broker.Odradek;
import io.odradek.benchmarks.broker.Product;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which brokers are measured and where they lie. */
final class ProductOptions {
    @Option(
            names = "--broker",
            split = ",",
            defaultValue = "kafka,odradek,odradek-buffered",
            description = "What to measure, in this order; the first is what the others are compared with. One of"
                    + " kafka, kafka-flush, odradek, odradek-buffered; a name may stand twice, to see how much the machine is"
                    + " good for. Default: ${DEFAULT-VALUE}.")
    private List<String> names = List.of();

    @Option(
            names = "--kafka-libs",
            defaultValue = "${sys:odradek.benchmarks.kafka}",
            description = "Folder of the jars of Apache Kafka. Default: ${DEFAULT-VALUE}.")
    private @Nullable Path kafkaLibs;

    @Option(
            names = "--odradek-home",
            defaultValue = "${sys:odradek.home}",
            description = "Folder of the packaged Odradek, with bin and lib. Default: ${DEFAULT-VALUE}.")
    private @Nullable Path odradekHome;

    /**
     * The products, each with a title of its own.
     *
     * @throws IllegalArgumentException if a name is unknown or a folder is not what it should be
     */
    List<Product> products() {
        Path javaHome = Path.of(System.getProperty("java.home"));
        Map<String, Integer> seen = new HashMap<>();
        List<Product> products = new ArrayList<>();
        for (String name : names) {
            int times = seen.merge(name, 1, Integer::sum);
            products.add(product(name, times == 1 ? "" : " (" + times + ")", javaHome));
        }
        return products;
    }

    private Product product(String name, String suffix, Path javaHome) {
        return switch (name) {
            case "kafka" -> kafka("Apache Kafka 4.3.1" + suffix, javaHome, List.of());
            case "kafka-flush" ->
                kafka("Apache Kafka 4.3.1, flushing" + suffix, javaHome, List.of(ApacheKafka.FLUSH_EACH_APPEND));
            case "odradek" -> odradek("Odradek" + suffix, javaHome, "fsync");
            case "odradek-buffered" -> odradek("Odradek, buffered" + suffix, javaHome, "buffered");
            default ->
                throw new IllegalArgumentException(
                        "no broker '%s': kafka, kafka-flush, odradek, odradek-buffered".formatted(name));
        };
    }

    private Product kafka(String title, Path javaHome, List<String> properties) {
        Path libs = folder("--kafka-libs", kafkaLibs, "kafka_2.13-4.3.1.jar");
        return new ApacheKafka(title, libs, javaHome.resolve("bin").resolve("java"), properties);
    }

    private Product odradek(String title, Path javaHome, String durability) {
        return new Odradek(
                title, folder("--odradek-home", odradekHome, "bin/kafka-server-start.sh"), javaHome, durability);
    }

    private static Path folder(String option, @Nullable Path folder, String mustHold) {
        if (folder == null || !Files.exists(folder.resolve(mustHold))) {
            throw new IllegalArgumentException(
                    "%s must name a folder that holds %s; it is %s".formatted(option, mustHold, folder));
        }
        return folder.toAbsolutePath();
    }
}
