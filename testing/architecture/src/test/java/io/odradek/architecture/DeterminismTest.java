package io.odradek.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.architecture.SourceTree.Module;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What runs in the simulation does the same again from the same seed, in any process: no order that reaches behaviour may
 * rest on identity hashes or on the salt of immutable collections.
 */
class DeterminismTest {
    /** What is only ever beneath real sockets and threads, or at build time. */
    private static final Set<String> REAL_ONLY = Set.of("network", "protocol-generator");

    private static final Pattern UNORDERED = Pattern.compile(
            "\\b(Set\\.copyOf|Map\\.copyOf|IdentityHashMap|identityHashCode|parallelStream|toUnmodifiableSet|toUnmodifiableMap)\\b"
                    + "|\\.parallel\\(\\)");

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");

    /** A hash map or set that is a field or a variable, with the type of its keys. */
    private static final Pattern HASHED = Pattern.compile(
            "\\b(?:Map|Set)<(?:@Nullable )?([A-Z][\\w.]*)[,<>][^=;]*=\\s*(?:new (?:Concurrent)?Hash(?:Map|Set)<|ConcurrentHashMap\\.newKeySet)");

    private static final Pattern VALUE = Pattern.compile("\\brecord %s\\b|\\bint hashCode\\(\\)");

    @Test
    void noOrderRestsOnTheSaltOfImmutableCollections() {
        List<String> found = new ArrayList<>();
        for (Path file : simulatedSources()) {
            Matcher matcher =
                    UNORDERED.matcher(COMMENT.matcher(SourceTree.read(file)).replaceAll(""));
            while (matcher.find()) {
                found.add(file.getFileName() + ": " + matcher.group());
            }
        }
        assertThat(found)
                .as("use Ordered.set and Ordered.map, lists, or LinkedHash and Tree collections")
                .isEmpty();
    }

    @Test
    void keysOfHashedCollectionsAreValues() {
        Map<String, String> sources = new HashMap<>();
        for (Path file : simulatedSources()) {
            sources.put(file.getFileName().toString().replace(".java", ""), SourceTree.read(file));
        }
        List<String> found = new ArrayList<>();
        sources.forEach((name, text) -> {
            Matcher matcher = HASHED.matcher(text);
            while (matcher.find()) {
                String key = matcher.group(1).substring(matcher.group(1).lastIndexOf('.') + 1);
                boolean isValue =
                        VALUE_TYPES.contains(key) || isValue(text, key) || isValue(sources.getOrDefault(key, ""), key);
                if (!isValue) {
                    found.add(name + ": keys of type " + key);
                }
            }
        });
        assertThat(found)
                .as("the order of such a collection differs from run to run: take a Linked or an Enum one")
                .isEmpty();
    }

    private static final Set<String> VALUE_TYPES =
            Set.of("String", "Integer", "Long", "Short", "Path", "InetAddress", "TopicPartition", "Optional", "Object");

    private static boolean isValue(String source, String type) {
        return Pattern.compile(String.format(VALUE.pattern(), Pattern.quote(type)))
                .matcher(source)
                .find();
    }

    private static List<Path> simulatedSources() {
        return SourceTree.modules().stream()
                .filter(module -> Set.of("kernel", "state", "io", "server").contains(module.layer()))
                .filter(module -> !REAL_ONLY.contains(module.name()))
                .map(Module::mainSources)
                .flatMap(List::stream)
                .toList();
    }
}
