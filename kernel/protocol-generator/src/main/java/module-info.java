/** Build time only: turns Kafka's JSON message specs into the message classes of {@code odradek.protocol}. */
@org.jspecify.annotations.NullMarked
module odradek.protocol.generator {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;

    exports io.odradek.protocol.generator;
}
