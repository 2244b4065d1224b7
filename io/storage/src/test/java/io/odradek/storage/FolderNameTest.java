package io.odradek.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderNameTest {
    @Test
    void knowsPartitions() {
        assertThat(FolderName.parse("topic-0")).isEqualTo(partition("topic", 0));
        assertThat(FolderName.parse("a.b_c-d-12")).isEqualTo(partition("a.b_c-d", 12));
        assertThat(FolderName.parse("t-2147483647")).isEqualTo(partition("t", Integer.MAX_VALUE));
        assertThat(FolderName.parse("__consumer_offsets-49")).isEqualTo(partition("__consumer_offsets", 49));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topic",
                "-0",
                "topic-",
                "topic-x",
                "topic-01",
                "t-2147483648",
                "t-99999999999",
                "lost+found",
                "__cluster_metadata-0",
                "topic-0.2a6f3b0e5c9d4f7a8b1c2d3e4f506172-future",
                "topic-0.2a6f3b0e5c9d4f7a8b1c2d3e4f506172-stray"
            })
    void leavesOtherFoldersAlone(String name) {
        assertThat(FolderName.parse(name)).isEqualTo(new FolderName.Other());
    }

    @Test
    void namesOfDeletedLogsAreKnownAgainAndNeverTooLong() {
        String name = FolderName.deleted(new TopicPartition("topic", 3), new Uuid(1, 2));
        assertThat(name).isEqualTo("topic-3.00000000000000010000000000000002-delete");
        assertThat(FolderName.parse(name)).isEqualTo(new FolderName.Deleted());
        String longest = FolderName.deleted(new TopicPartition("x".repeat(249), Integer.MAX_VALUE), new Uuid(1, 2));
        assertThat(longest).hasSize(255);
        assertThat(FolderName.parse(longest)).isEqualTo(new FolderName.Deleted());
    }

    private static FolderName partition(String topic, int partition) {
        return new FolderName.Partition(new TopicPartition(topic, partition));
    }
}
