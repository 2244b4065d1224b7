package io.odradek.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.architecture.SourceTree.Module;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Design, section 2: a module may depend only on modules in rows above its own. */
class LayersTest {
    private static final List<String> ROWS = List.of(
            "base",
            "protocol-generator",
            "protocol",
            "metadata",
            "raft",
            "replication",
            "group",
            "transaction",
            "security",
            "storage",
            "network",
            "quorum",
            "coordinator",
            "broker",
            "console",
            "server",
            "cli",
            "connect",
            "testkit",
            "simulation",
            "interop",
            "benchmarks",
            "architecture",
            "distribution");

    @Test
    void everyModuleIsARowOfTheDesign() {
        assertThat(SourceTree.modules())
                .isNotEmpty()
                .allSatisfy(module -> assertThat(ROWS).contains(module.name()));
    }

    @Test
    void aModuleDependsOnlyOnRowsAboveItsOwn() {
        Map<String, Integer> row = new HashMap<>();
        ROWS.forEach(name -> row.put(name, row.size()));
        List<String> violations = new ArrayList<>();
        for (Module module : SourceTree.modules()) {
            for (String dependency : module.dependencies()) {
                // The packaged product is what is delivered; tests of the package may look at it.
                if (row.get(dependency) >= row.get(module.name()) && !dependency.equals("distribution")) {
                    violations.add(module.name() + " -> " + dependency);
                }
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void stateModulesDoNotKnowEachOther() {
        for (Module module : SourceTree.modules()) {
            if (module.layer().equals("state")) {
                assertThat(module.dependencies()).as(module.path()).isSubsetOf("base", "protocol");
            }
        }
    }

    @Test
    void everyModuleWithMainCodeNamesWhatItRequiresAndIsNullMarked() {
        for (Module module : SourceTree.modules()) {
            if (module.mainSources().isEmpty()) {
                continue;
            }
            var descriptor = module.folder().resolve("src/main/java/module-info.java");
            assertThat(Files.exists(descriptor)).as("%s exists", descriptor).isTrue();
            assertThat(SourceTree.read(descriptor)).as(module.path()).contains("NullMarked");
        }
    }
}
