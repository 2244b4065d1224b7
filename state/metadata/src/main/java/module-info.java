/** Configuration, the cluster image and the controller's deciders. Pure. */
@org.jspecify.annotations.NullMarked
module odradek.metadata {
    requires static transitive org.jspecify;
    requires transitive odradek.base;
    requires transitive odradek.protocol;
    requires transitive kafka.clients;

    exports io.odradek.metadata.config;
    exports io.odradek.metadata.controller;
    exports io.odradek.metadata.image;
}
