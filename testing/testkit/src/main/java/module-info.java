/** A broker inside a JVM, for tests. */
@org.jspecify.annotations.NullMarked
module odradek.testkit {
    requires odradek.metadata;
    requires odradek.server;
    requires odradek.storage;
    requires static org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports io.odradek.testkit;
}
