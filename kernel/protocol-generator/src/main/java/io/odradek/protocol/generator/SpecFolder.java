package io.odradek.protocol.generator;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A folder of specs inside a jar of the class path, and the package its messages go to.
 *
 * @param folder the path in the jar, with a slash at its end
 * @param marker the name of a spec that only this jar has, which tells the jars apart
 * @param wanted the names of the specs to take
 */
record SpecFolder(String folder, String marker, String packageName, Predicate<String> wanted) {
    private static final String JSON = ".json";

    /** The folders that Odradek's messages are made of. */
    static List<SpecFolder> all() {
        Predicate<String> every = name -> true;
        return List.of(
                new SpecFolder("common/message/", "RequestHeader", "io.odradek.protocol.message", every),
                new SpecFolder("common/metadata/", "TopicRecord", "io.odradek.protocol.metadata", every),
                new SpecFolder("common/message/", "OffsetCommitKey", "io.odradek.protocol.group", every),
                new SpecFolder("common/message/", "TransactionLogKey", "io.odradek.protocol.transaction", every),
                // The other specs of this folder belong to tiered storage and are no records of a partition's folder.
                new SpecFolder("message/", "ProducerSnapshot", "io.odradek.protocol.log", "ProducerSnapshot"::equals));
    }

    /** The file of the jar that holds the folder. */
    Path jar() throws IOException {
        return Path.of(connect().getJarFile().getName());
    }

    /** Reads every wanted spec that has a version, in the order of their names. */
    List<MessageSpec> read() throws IOException {
        JarFile jar = connect().getJarFile();
        List<String> names = new ArrayList<>();
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            if (name.startsWith(folder) && name.endsWith(JSON) && wanted.test(stem(name))) {
                names.add(name);
            }
        }
        names.sort(String::compareTo);
        List<MessageSpec> specs = new ArrayList<>();
        for (String name : names) {
            try (InputStream json = jar.getInputStream(jar.getJarEntry(name))) {
                MessageSpec spec = SpecParser.parse(json);
                if (!spec.validVersions().isEmpty()) {
                    specs.add(spec);
                }
            } catch (IllegalArgumentException e) {
                throw new IOException("cannot understand " + name + " in " + jar.getName(), e);
            }
        }
        return specs;
    }

    private String stem(String name) {
        return name.substring(folder.length(), name.length() - JSON.length());
    }

    private JarURLConnection connect() throws IOException {
        String resource = folder + marker + JSON;
        URL url = SpecFolder.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new IOException("no jar of the class path holds " + resource);
        }
        if (!(url.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException(url + " is not inside a jar");
        }
        return connection;
    }
}
