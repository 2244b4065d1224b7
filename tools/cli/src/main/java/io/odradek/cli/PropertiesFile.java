package io.odradek.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/** Property files that are named on a command line. */
public final class PropertiesFile {
    private PropertiesFile() {}

    /**
     * Reads a file with the rules of {@link Properties}.
     *
     * @throws CommandException if there is no such file, or it cannot be read
     */
    public static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new CommandException("There is no file " + file.toAbsolutePath() + ".");
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandException("The file " + file.toAbsolutePath() + " cannot be read: " + e.getMessage());
        }
        return properties;
    }
}
