package io.odradek.server;

import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.protocol.EncodedFrame;
import io.odradek.protocol.FrameEncoder;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.message.ApiVersionsRequest;
import io.odradek.protocol.message.MetadataRequest;
import io.odradek.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.odradek.storage.disk.RealDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Starts a server, uses it a little and stops it, so that the JVM learns which classes a start needs (JEP 514). */
@Command(name = "aot-training", hidden = true, description = "Trains the JVM for a fast start.")
final class AotTrainingCommand implements Callable<Integer> {
    AotTrainingCommand() {}

    @Override
    public Integer call() throws Exception {
        Logging.configure(Level.WARNING);
        Path folder = Files.createTempDirectory("odradek-training");
        try {
            train(folder);
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static void train(Path folder) throws StartException, IOException {
        Properties properties = new Properties();
        properties.setProperty("listeners", "PLAINTEXT://127.0.0.1:0");
        properties.setProperty("log.dirs", folder.toString());
        var config = BrokerConfigLoader.load(properties, Map.of()).config();
        try (OdradekServer server = OdradekServer.start(new ServerOptions(config, true), new RealDisk());
                SocketChannel client = SocketChannel.open(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        server.endpoints().getFirst().port()))) {
            ask(
                    client,
                    new ApiVersionsRequest().setClientSoftwareName("odradek").setClientSoftwareVersion("1"),
                    4);
            ask(client, new MetadataRequest().setTopics(List.of(new MetadataRequestTopic().setName("training"))), 13);
        }
    }

    private static void ask(SocketChannel client, RequestMessage request, int version) throws IOException {
        EncodedFrame frame = FrameEncoder.request(1, "training", request, (short) version, ByteBuffer::allocate);
        client.write(frame.head());
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        readFully(client, length);
        readFully(client, ByteBuffer.allocate(length.flip().getInt()));
    }

    private static void readFully(SocketChannel client, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (client.read(target) < 0) {
                throw new IOException("the server closed the connection during the training");
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
