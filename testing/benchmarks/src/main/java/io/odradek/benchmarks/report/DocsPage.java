package io.odradek.benchmarks.report;

/** Puts fresh figures into a hand-written page, between two marks that the page must hold once each. Pure. */
public final class DocsPage {
    static final String BEGIN = "<!-- figures: begin, written by testing/benchmarks/run -->";
    static final String END = "<!-- figures: end -->";

    private DocsPage() {}

    /**
     * The page with everything between the marks replaced.
     *
     * @throws IllegalArgumentException if a mark is missing or they stand in the wrong order
     */
    public static String withFigures(String page, String figures) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    "the page needs the line '%s' and, below it, '%s'".formatted(BEGIN, END));
        }
        return page.substring(0, begin + BEGIN.length()) + "\n\n" + figures.strip() + "\n\n" + page.substring(end);
    }
}
