package io.odradek.interop.kill;

/** A record that the broker acknowledged: its number, where it said it is, and the round in which it said so. */
public record AckedRecord(int round, int partition, long offset, long number) {
    public static AckedRecord parse(String line) {
        String[] fields = line.split(" ");
        return new AckedRecord(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]));
    }

    public String line() {
        return round + " " + partition + " " + offset + " " + number + "\n";
    }
}
