package io.odradek.benchmarks.report;

import java.util.Locale;

/** Writes the few SVG elements a chart needs, with every text escaped. Not thread-safe. */
final class Svg {
    private static final String STYLE = """
            <style>
            text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
            .page { fill: #ffffff; }
            .title { font-size: 17px; font-weight: 600; }
            .group { font-weight: 600; }
            .faint { fill: #59636e; font-size: 12px; }
            .rule { stroke: #d1d9e0; stroke-width: 1; }
            .b0 { fill: #9198a1; }
            .b1 { fill: #0f766e; }
            .b2 { fill: #d97706; }
            .b3 { fill: #7c3aed; }
            @media (prefers-color-scheme: dark) {
            text { fill: #f0f6fc; }
            .page { fill: #0d1117; }
            .faint { fill: #9198a1; }
            .rule { stroke: #3d444d; }
            .b0 { fill: #7d8590; }
            .b1 { fill: #2dd4bf; }
            .b2 { fill: #fbbf24; }
            .b3 { fill: #a78bfa; }
            }
            </style>
            """;

    private final StringBuilder body = new StringBuilder();

    void rectangle(String cssClass, double x, double y, double width, double height) {
        body.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
                cssClass,
                x,
                y,
                width,
                height));
    }

    void rule(double x1, double x2, double y) {
        body.append(String.format(
                Locale.ROOT, "<line class=\"rule\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>\n", x1, x2, y, y));
    }

    void text(String cssClass, double x, double y, String text) {
        body.append(String.format(
                Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", cssClass, x, y, escaped(text)));
    }

    String document(String title, int width, int height) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
                <title>%3$s</title>
                %4$s<rect class="page" width="%1$d" height="%2$d"/>
                %5$s</svg>
                """.formatted(width, height, escaped(title), STYLE, body);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
