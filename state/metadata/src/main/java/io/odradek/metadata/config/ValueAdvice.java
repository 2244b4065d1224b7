package io.odradek.metadata.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;

/** Says what to write where a value cannot be used. Stateless; any thread. */
final class ValueAdvice {
    private static final Pattern COMMENT_BEHIND = Pattern.compile("^(.*?)\\s+#.*$", Pattern.DOTALL);

    private ValueAdvice() {}

    /** Whether a value is followed by what looks like a comment. Secrets and mapping rules may well contain one. */
    static boolean hasCommentBehind(ConfigDef.ConfigKey key, String value) {
        return key.type != ConfigDef.Type.PASSWORD
                && !key.name.endsWith("rules")
                && COMMENT_BEHIND.matcher(value).matches();
    }

    /** The error for a value with a comment behind it. */
    static String aboutComment(String key, String value) {
        Matcher matcher = COMMENT_BEHIND.matcher(value);
        String bare = matcher.matches() ? matcher.group(1).strip() : value.strip();
        return key + "=" + value.strip() + ": in a properties file a comment must stand on its own line. Write " + key
                + "=" + bare + " and put the comment on the line above.";
    }

    /** What a key takes, as the end of an error message. */
    static String forKey(ConfigDef.ConfigKey key) {
        String kind = switch (key.type) {
            case BOOLEAN -> "true or false";
            case INT, SHORT, LONG -> "a whole number";
            case DOUBLE -> "a number";
            case LIST -> "values separated by commas";
            case CLASS -> "the name of a class on the class path";
            case STRING, PASSWORD -> "text";
        };
        String range = key.validator == null ? "" : key.validator.toString();
        String example = key.hasDefault() && key.defaultValue != null
                ? ", for example " + key.name + "=" + ConfigDef.convertToString(key.defaultValue, key.type)
                : "";
        return "Write " + kind + (range.isBlank() ? "" : " within " + range) + example + ".";
    }
}
