package io.odradek.interop.cluster;

import io.odradek.interop.broker.ClusterUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The replicas of partitions on their nodes' disks. */
final class Replicas {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Replicas() {}

    /** Waits until the logs of all replicas have the same bytes; segments may begin elsewhere. Nothing may be written meanwhile. */
    static void awaitIdentical(ClusterUnderTest cluster, String topic, int partitions) throws InterruptedException {
        for (int p = 0; p < partitions; p++) {
            int partition = p;
            long end = System.nanoTime() + LIMIT.toNanos();
            List<String> digests = digests(cluster, topic, partition);
            while (digests.stream().distinct().count() > 1) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("the replicas of " + topic + "-" + p + " differ: " + digests);
                }
                TimeUnit.MILLISECONDS.sleep(200);
                digests = digests(cluster, topic, partition);
            }
        }
    }

    private static List<String> digests(ClusterUnderTest cluster, String topic, int partition) {
        return cluster.ids().stream()
                .map(id -> digest(cluster.replica(id, topic, partition)))
                .toList();
    }

    private static String digest(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long size = 0;
            for (Path segment : files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                byte[] bytes = Files.readAllBytes(segment);
                size += bytes.length;
                digest.update(bytes);
            }
            return size + " bytes " + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
