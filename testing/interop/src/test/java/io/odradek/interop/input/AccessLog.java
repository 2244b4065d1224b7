package io.odradek.interop.input;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/**
 * The access log of a busy web server, made from a seed: the same seed makes the same bytes. Among ordinary lines are the
 * odd ones of real logs: empty ones, tabs, text in other scripts, stack traces in one line, and a few of up to 200,000
 * characters.
 */
final class AccessLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] PATHS = {
        "/",
        "/index.html",
        "/api/v1/orders",
        "/api/v1/orders/%d",
        "/static/app.%d.js",
        "/search?q=thread+spool&page=%d",
        "/images/odradek-%d.png",
        "/login",
        "/health"
    };
    private static final String[] AGENTS = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
        "curl/8.14.1",
        "kube-probe/1.33",
        "-"
    };
    private static final int[] STATUS = {200, 200, 200, 200, 200, 200, 304, 304, 301, 404, 500, 503};
    private static final String[] WORDS = {
        "Zwirnspule",
        "катушка",
        "糸巻き",
        "بكرة",
        "🧵",
        "naïve",
        "Kafka's spool",
        "\t\t",
        "  ",
        "\"quoted\"",
        "\\n",
        "\u0001"
    };

    private final Random random;
    private long second;

    AccessLog(long seed) {
        this.random = new Random(seed);
        this.second = Instant.parse("2026-11-24T00:00:00Z").getEpochSecond();
    }

    /** Writes {@code lines} lines, each ended by a newline. */
    void write(Path file, int lines) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (int i = 0; i < lines; i++) {
                out.write(next(i).getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
        }
    }

    private String next(int number) {
        if (number % 100_000 == 99_999) {
            return "TRACE " + "at io.example.Deep.call(Deep.java:42); ".repeat(1 + random.nextInt(5_000));
        }
        return switch (random.nextInt(1_000)) {
            case 0, 1 -> "";
            case 2 -> "\t" + request() + "\t";
            case 3 -> words();
            case 4 ->
                "ERROR handler failed: java.lang.IllegalStateException: at "
                        + "a.b.C.d(C.java:1) ".repeat(random.nextInt(200));
            default -> request();
        };
    }

    private String request() {
        if (random.nextInt(40) == 0) {
            second++;
        }
        String path = PATHS[random.nextInt(PATHS.length)].replace("%d", Integer.toString(random.nextInt(100_000)));
        return "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256)
                + " - - [" + TIME.format(Instant.ofEpochSecond(second)) + "] \""
                + (random.nextInt(5) == 0 ? "POST " : "GET ") + path + " HTTP/1.1\" "
                + STATUS[random.nextInt(STATUS.length)] + ' ' + random.nextInt(50_000) + " \"-\" \""
                + AGENTS[random.nextInt(AGENTS.length)] + "\" " + random.nextInt(3_000) + "ms";
    }

    private String words() {
        StringBuilder words = new StringBuilder();
        for (int i = random.nextInt(20); i >= 0; i--) {
            words.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return words.toString();
    }
}
