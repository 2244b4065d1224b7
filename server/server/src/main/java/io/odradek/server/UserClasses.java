package io.odradek.server;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars and folders of users: the scripts pass on {@code CLASSPATH} and the jars of {@code libs/}. They get a class loader of
 * their own beside the class path of the process, which the AOT cache is bound to: on that path they would cost the fast start.
 */
final class UserClasses {
    private static final Logger LOG = LoggerFactory.getLogger(UserClasses.class);
    private static final String PROPERTY = "odradek.user.classpath";
    private static final String ALL_JARS = "*";

    private UserClasses() {}

    /** Lets this thread, and those that it will start, find the classes that users have brought. */
    static void install() {
        List<URL> found = urls(System.getProperty(PROPERTY, ""));
        if (!found.isEmpty()) {
            Thread.currentThread()
                    .setContextClassLoader(
                            new URLClassLoader("users", found.toArray(URL[]::new), UserClasses.class.getClassLoader()));
        }
    }

    /** What a class path means: jars, folders of classes, and {@code folder/*} for the jars in one. */
    static List<URL> urls(String classPath) {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (entry.equals(ALL_JARS) || entry.endsWith(File.separator + ALL_JARS)) {
                addJars(Path.of(entry.substring(0, entry.length() - 1)), urls);
            } else if (!entry.isBlank()) {
                add(Path.of(entry), urls);
            }
        }
        return urls;
    }

    private static void addJars(Path folder, List<URL> urls) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.{jar,JAR}")) {
            List<Path> sorted = new ArrayList<>();
            jars.forEach(sorted::add);
            sorted.sort(null);
            sorted.forEach(jar -> add(jar, urls));
        } catch (IOException e) {
            LOG.warn("The classes in {} cannot be used: {}", folder, e.toString());
        }
    }

    private static void add(Path path, List<URL> urls) {
        try {
            urls.add(path.toUri().toURL());
        } catch (MalformedURLException e) {
            LOG.warn("The classes in {} cannot be used: {}", path, e.toString());
        }
    }
}
