package io.odradek.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ComparisonChartTest {
    private static final List<Observation> OBSERVATIONS = List.of(
            new Observation("produce <100 B>", 1, "Kafka & co", Measure.BROKER_CPU, 8),
            new Observation("produce <100 B>", 1, "Odradek", Measure.BROKER_CPU, 2),
            new Observation("produce <100 B>", 1, "Kafka & co", Measure.THROUGHPUT, 100),
            new Observation("produce <100 B>", 1, "Kafka & co", Measure.P99, 77),
            new Observation("end to end", 1, "Kafka & co", Measure.P99, 5),
            new Observation("end to end", 1, "Odradek", Measure.P99, 5));

    private static Document drawn(List<Observation> observations) throws Exception {
        String svg = ComparisonChart.of("A & B", Comparison.of(observations));
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document svg, String name) {
        NodeList nodes = svg.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    @Test
    void barsOfAGroupAreProportional() throws Exception {
        List<Element> bars = elements(drawn(OBSERVATIONS), "rect").stream()
                .filter(bar -> number(bar, "height") == 12 && number(bar, "x") > 200)
                .toList();

        assertThat(bars)
                .extracting(bar -> bar.getAttribute("width"))
                .containsExactly("400.0", "100.0", "400.0", "1.0", "400.0", "400.0");
    }

    @Test
    void valuesAndRatiosAreWrittenBesideTheBars() throws Exception {
        assertThat(elements(drawn(OBSERVATIONS), "text"))
                .extracting(Element::getTextContent)
                .contains("A & B", "produce <100 B>", "8.00", "2.00  (× 0.25)", "not measured")
                .doesNotContain("77.0");
    }

    @Test
    void everythingLiesWithinThePicture() throws Exception {
        Document svg = drawn(OBSERVATIONS);
        double height = number(svg.getDocumentElement(), "height");

        assertThat(elements(svg, "text"))
                .allSatisfy(text -> assertThat(number(text, "y")).isBetween(0.0, height));
    }

    @Test
    void followsTheReadersColourScheme() throws Exception {
        assertThat(elements(drawn(OBSERVATIONS), "style").getFirst().getTextContent())
                .contains("prefers-color-scheme: dark");
    }

    @Test
    void nothingMeasuredIsStillAPicture() throws Exception {
        assertThat(elements(drawn(List.of()), "title").getFirst().getTextContent())
                .isEqualTo("A & B");
    }
}
