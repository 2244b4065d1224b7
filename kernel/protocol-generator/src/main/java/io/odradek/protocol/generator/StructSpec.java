package io.odradek.protocol.generator;

import java.util.List;

/**
 * A structure: the message itself or one nested in it.
 *
 * @param versions the message's versions in which it can occur
 */
record StructSpec(String name, VersionRange versions, List<FieldSpec> fields) {
    List<FieldSpec> taggedFields() {
        return fields.stream()
                .filter(FieldSpec::isTagged)
                .sorted((a, b) -> Integer.compare(a.tag(), b.tag()))
                .toList();
    }
}
