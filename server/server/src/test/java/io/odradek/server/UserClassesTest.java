package io.odradek.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserClassesTest {
    private static final String POLICY = "users.Policy";

    @TempDir
    private Path folder;

    @Test
    void jarsFoldersAndAllJarsOfAFolderAreTakenInTheirOrder() throws IOException {
        Path libs = Files.createDirectory(folder.resolve("libs"));
        Path b = Files.createFile(libs.resolve("b.jar"));
        Path a = Files.createFile(libs.resolve("a.jar"));
        Files.createFile(libs.resolve("notes.txt"));
        Path classes = Files.createDirectory(folder.resolve("classes"));

        assertThat(UserClasses.urls(classes + "::" + libs + "/*:" + folder.resolve("none") + "/*:" + b))
                .containsExactly(url(classes), url(a), url(b), url(b));
        assertThat(UserClasses.urls("")).isEmpty();
    }

    @Test
    @Tag("slow")
    void aServerFindsThePolicyInAUsersJarBesideItsClassPath() throws Exception {
        assertThat(start("")).contains("Class " + POLICY + " could not be found");
        assertThat(start(jar().toString())).contains("Odradek is ready");
    }

    /** The first lines of a server that has a policy, until it is ready or ends. */
    private String start(String userClassPath) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dodradek.user.classpath=" + userClassPath,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "start",
                        "--data",
                        folder.resolve("data").toString(),
                        "--port",
                        "0",
                        "--override",
                        "create.topic.policy.class.name=" + POLICY)
                .redirectErrorStream(true)
                .start();
        StringBuilder seen = new StringBuilder();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null && !line.contains("Control-C")) {
                seen.append(line).append('\n');
                line = output.readLine();
            }
        } finally {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        return seen.toString();
    }

    /** A jar with a policy that allows everything. */
    private Path jar() throws IOException {
        MethodTypeDesc nothing = ConstantDescs.MTD_void;
        byte[] policy = ClassFile.of().build(ClassDesc.of(POLICY), type -> {
            type.withInterfaceSymbols(ClassDesc.of(CreateTopicPolicy.class.getName()));
            type.withFlags(ClassFile.ACC_PUBLIC);
            type.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    nothing,
                    ClassFile.ACC_PUBLIC,
                    code -> code.aload(0)
                            .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, nothing)
                            .return_());
            type.withMethodBody(
                    "configure",
                    MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Map),
                    ClassFile.ACC_PUBLIC,
                    code -> code.return_());
            type.withMethodBody(
                    "validate",
                    MethodTypeDesc.of(
                            ConstantDescs.CD_void, ClassDesc.of(CreateTopicPolicy.RequestMetadata.class.getName())),
                    ClassFile.ACC_PUBLIC,
                    code -> code.return_());
            type.withMethodBody("close", nothing, ClassFile.ACC_PUBLIC, code -> code.return_());
        });
        Path jar = folder.resolve("policy.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry(POLICY.replace('.', '/') + ".class"));
            out.write(policy);
        }
        return jar;
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }
}
