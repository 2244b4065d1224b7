package io.odradek.interop.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Ends processes together with those they started: a start script may or may not have been replaced by its Java. */
public final class Processes {
    private Processes() {}

    /** SIGKILL, and waits until all are gone. */
    public static void kill(Process process) {
        List<ProcessHandle> all = family(process);
        all.forEach(ProcessHandle::destroyForcibly);
        await(all, Duration.ofSeconds(10));
    }

    /** SIGTERM, and SIGKILL for what is still there after {@code limit}. */
    public static void terminate(Process process, Duration limit) {
        List<ProcessHandle> all = family(process);
        all.forEach(ProcessHandle::destroy);
        try {
            await(all, limit);
        } finally {
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Sends a signal, by its name without SIG, to all of them. */
    public static void signal(Process process, String name) {
        List<String> pids =
                family(process).stream().map(one -> Long.toString(one.pid())).toList();
        Command.of("kill", "-" + name).with(pids).run(Duration.ofSeconds(10)).orFail();
    }

    private static List<ProcessHandle> family(Process process) {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    private static void await(List<ProcessHandle> all, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a process ended", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new AssertionError(
                        "process " + one.pid() + " has not ended within " + limit.toSeconds() + " s", e);
            }
        }
    }
}
