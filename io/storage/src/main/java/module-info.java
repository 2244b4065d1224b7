/** Partition logs in Kafka's layout; all file access goes through {@link io.odradek.storage.disk.Disk}. */
@org.jspecify.annotations.NullMarked
module odradek.storage {
    requires transitive odradek.base;
    requires transitive odradek.protocol;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.odradek.storage;
    exports io.odradek.storage.disk;
}
