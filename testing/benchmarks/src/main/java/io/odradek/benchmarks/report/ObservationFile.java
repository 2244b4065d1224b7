package io.odradek.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Observations as tab-separated text with a header line, so that a report can be drawn again, or from the runs of
 * several days. Not thread-safe.
 */
public final class ObservationFile {
    private static final String HEADER = "scenario\tround\tbroker\tmeasure\tvalue";
    private static final int COLUMNS = 5;

    private ObservationFile() {}

    /** Replaces the file. */
    public static void write(Path file, List<Observation> observations) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        for (Observation one : observations) {
            lines.add("%s\t%d\t%s\t%s\t%s"
                    .formatted(
                            one.scenario(),
                            one.round(),
                            one.broker(),
                            one.measure().name(),
                            one.value()));
        }
        Files.write(file, lines);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the file cannot be read or holds anything else
     */
    public static List<Observation> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new IOException(file + " does not begin with the header of a file of observations");
        }
        List<Observation> observations = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            observations.add(parse(file, line));
        }
        return observations;
    }

    private static Observation parse(Path file, String line) throws IOException {
        String[] cells = line.split("\t", -1);
        if (cells.length != COLUMNS) {
            throw new IOException("%s: not %d columns: %s".formatted(file, COLUMNS, line));
        }
        try {
            return new Observation(
                    cells[0],
                    Integer.parseInt(cells[1]),
                    cells[2],
                    Measure.valueOf(cells[3]),
                    Double.parseDouble(cells[4]));
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: not an observation: %s".formatted(file, line), e);
        }
    }
}
