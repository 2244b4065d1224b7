package io.odradek.interop.broker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks by the oldest request there is, ApiVersions v0, whether a broker answers. Needs no client and costs nothing. */
final class Probe {
    private static final int API_VERSIONS = 18;
    private static final int CORRELATION_ID = 4711;
    private static final int HEADER_WITHOUT_CLIENT_ID = 2 + 2 + 4 + 2;

    private Probe() {}

    static boolean answers(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 200);
            socket.setSoTimeout(2_000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(HEADER_WITHOUT_CLIENT_ID);
            out.writeShort(API_VERSIONS);
            out.writeShort(0);
            out.writeInt(CORRELATION_ID);
            out.writeShort(-1);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return in.readInt() > 6 && in.readInt() == CORRELATION_ID && in.readShort() == 0;
        } catch (IOException _) {
            return false; // not yet: the caller asks again until its time is over
        }
    }

    /** Polls until it answers; fails at once when the process has ended. */
    static void await(String host, int port, Process process, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!answers(host, port)) {
            if (!process.isAlive()) {
                throw new AssertionError("the broker has ended with exit code " + process.exitValue());
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("the broker does not answer after " + limit.toSeconds() + " s");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for the broker", e);
            }
        }
    }
}
