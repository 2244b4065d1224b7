package io.odradek.cli.storage;

import java.util.List;
import java.util.Optional;

/**
 * What {@code kafka-storage.sh format} was asked for. Immutable.
 *
 * @param clusterId the cluster that the directories are for
 * @param ignoreFormatted whether to pass over directories that are formatted already
 * @param quorum how the controllers find together, if the command line says so
 * @param release from {@code --release-version}
 * @param features from {@code --feature}, each {@code name=level}
 * @param scram from {@code --add-scram}
 */
record FormatOptions(
        String clusterId,
        boolean ignoreFormatted,
        Optional<InitialQuorum> quorum,
        Optional<String> release,
        List<String> features,
        List<String> scram) {
    FormatOptions {
        features = List.copyOf(features);
        scram = List.copyOf(scram);
    }
}
