package io.odradek.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.cli.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterOptionsTest {
    @Test
    void everyOptionIsRead() {
        ClusterOptions options = ClusterOptions.parse(List.of(
                "--nodes=5",
                "--port",
                "19092",
                "--data",
                "/x",
                "--override",
                "num.partitions=3",
                "--override",
                "a=b=c"));

        assertThat(options.nodes()).isEqualTo(5);
        assertThat(options.port()).contains(19092);
        assertThat(options.data()).contains(Path.of("/x"));
        assertThat(options.overrides()).containsEntry("num.partitions", "3").containsEntry("a", "b=c");
    }

    @Test
    void onlyTheNumberOfNodesIsNeeded() {
        ClusterOptions options = ClusterOptions.parse(List.of("--nodes", "9"));

        assertThat(options.nodes()).isEqualTo(9);
        assertThat(options.port()).isEmpty();
        assertThat(options.data()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --nodes 0                              | --nodes must be a number from 1 to 9, not 0
            --nodes 10                             | --nodes must be a number from 1 to 9, not 10
            --nodes three                          | --nodes must be a number from 1 to 9, not three
            --port 1                               | --nodes N is missing
            --nodes 3 --port 0                     | --port must be a number from 1 to 65433, not 0
            --nodes 3 --port 65434                 | --port must be a number from 1 to 65433, not 65434
            --nodes 3 --override log.dirs=/x       | --override log.dirs: --nodes chooses it for each node
            --nodes 3 --override nonsense          | --override nonsense is not KEY=VALUE
            --nodes 3 more                         | unrecognized arguments: 'more'
            --nodes 3 --prot 1                     | prot
            """)
    void whatIsWrongIsNamed(String line, String message) {
        assertThatThrownBy(() -> ClusterOptions.parse(List.of(line.split(" "))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }
}
