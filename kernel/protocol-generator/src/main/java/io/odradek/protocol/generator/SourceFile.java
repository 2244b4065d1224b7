package io.odradek.protocol.generator;

import java.util.List;
import java.util.regex.Pattern;

/** Puts the head of a Java file before its body. */
final class SourceFile {
    private SourceFile() {}

    /** Renders the file with those of {@code imports} that the body names. */
    static String render(String packageName, List<String> imports, String body) {
        StringBuilder text = new StringBuilder();
        text.append("// Generated from Kafka's message specs by protocol-generator. Do not edit.\n");
        text.append("package ").append(packageName).append(";\n\n");
        for (String type : imports) {
            int dot = type.lastIndexOf('.');
            boolean local = type.substring(0, dot).equals(packageName);
            if (!local && names(body, type.substring(dot + 1))) {
                text.append("import ").append(type).append(";\n");
            }
        }
        return text.append('\n').append(body).toString();
    }

    private static boolean names(String body, String simpleName) {
        return Pattern.compile("\\b" + simpleName + "\\b").matcher(body).find();
    }
}
