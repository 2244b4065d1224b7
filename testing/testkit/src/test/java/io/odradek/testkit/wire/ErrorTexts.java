package io.odradek.testkit.wire;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;

/**
 * The error messages inside a response, wherever in it they are, and how they are punctuated: Kafka's short ones are one
 * sentence and may end without a full stop; whoever says more ends every sentence, with one full stop.
 */
final class ErrorTexts {
    private static final Pattern TWO_FULL_STOPS = Pattern.compile("(?<!\\.)\\.\\s*\\.(?=\\s|$)|[!?]\\.|\\.[!?]");
    private static final Pattern A_SENTENCE_MORE = Pattern.compile("[a-z0-9)\\]'\"][.!?] \\p{Lu}");
    private static final Pattern ENDED = Pattern.compile("[.!?]$");

    private ErrorTexts() {}

    /** Fails if a message in the response is punctuated otherwise. */
    static void check(Object response) {
        for (String message : in(response)) {
            Assertions.assertThat(problem(message))
                    .as(
                            "the error message <%s> in %s",
                            message, response.getClass().getSimpleName())
                    .isEmpty();
        }
    }

    /** What is wrong with a message; empty if nothing is. */
    static String problem(String message) {
        if (TWO_FULL_STOPS.matcher(message).find()) {
            return "a sentence ends twice";
        }
        if (message.isBlank() || !message.equals(message.strip())) {
            return "there is blank space around it, or nothing else";
        }
        boolean several = A_SENTENCE_MORE.matcher(message).find();
        return several && !ENDED.matcher(message).find() ? "the last sentence does not end" : "";
    }

    private static List<String> in(Object message) {
        List<String> found = new ArrayList<>();
        for (Method field : message.getClass().getMethods()) {
            if (field.getParameterCount() > 0 || field.getDeclaringClass() != message.getClass()) {
                continue;
            }
            if (field.getReturnType() == String.class
                    && field.getName().toLowerCase().endsWith("errormessage")) {
                if (value(field, message) instanceof String text && !text.isEmpty()) {
                    found.add(text);
                }
            } else if (List.class.isAssignableFrom(field.getReturnType())) {
                if (value(field, message) instanceof List<?> elements) {
                    elements.stream().filter(ErrorTexts::isStruct).forEach(each -> found.addAll(in(each)));
                }
            } else if (field.getReturnType().getEnclosingClass() == message.getClass()) {
                Object struct = value(field, message);
                if (struct != null && isStruct(struct)) {
                    found.addAll(in(struct));
                }
            }
        }
        return found;
    }

    private static boolean isStruct(Object value) {
        return value.getClass().getPackageName().equals("io.odradek.protocol.message");
    }

    private static Object value(Method field, Object of) {
        try {
            return field.invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
