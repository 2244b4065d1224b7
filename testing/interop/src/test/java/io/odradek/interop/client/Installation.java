package io.odradek.interop.client;

import io.odradek.interop.process.Command;
import io.odradek.interop.process.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.opentest4j.TestAbortedException;

/**
 * What {@code install.sh} installs. Under {@code CI=true} what is missing is installed, and it is an error if it cannot
 * be; elsewhere the test is skipped and says how to install it.
 */
public final class Installation {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final boolean CI = "true".equals(System.getenv("CI"));

    private Installation() {}

    /** The folder of this module. */
    public static Path folder() {
        return Path.of(System.getProperty("interop.folder", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** Where {@code name} is installed. */
    public static Path of(String name) {
        String script = folder().resolve("install.sh").toString();
        Result where = Command.of(script, "--where", name).run(LIMIT);
        if (where.exitCode() == 3 && CI) {
            Command.of(script, name).run(LIMIT).orFail();
            where = Command.of(script, "--where", name).run(LIMIT);
        }
        if (where.exitCode() == 3) {
            throw missing(name + " is not installed: run testing/interop/install.sh " + name);
        }
        return Path.of(where.orFail().out().strip());
    }

    /** What to throw where something is missing: in CI that is a failure, elsewhere a reason to skip the test. */
    public static RuntimeException missing(String reason) {
        return CI ? new IllegalStateException(reason) : new TestAbortedException(reason);
    }
}
