package io.odradek.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The server's command line; the scripts in {@code bin/} call it. */
@Command(
        name = "odradek",
        description = "An event-streaming broker that speaks Kafka's protocol.",
        subcommands = {StartCommand.class, ServerCommand.class, AotTrainingCommand.class})
public final class Main implements Runnable {
    private static final int USAGE_ERROR = 2;
    private static final String LOG_MANAGER = "java.util.logging.manager";

    Main() {}

    public static void main(String[] arguments) {
        logToTheEnd();
        UserClasses.install();
        System.exit(new CommandLine(new Main())
                .setParameterExceptionHandler(Main::usageError)
                .execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(new CommandLine(this), "say what to do: start, or server FILE");
    }

    /** To be called before anything touches java.util.logging, which reads the property once. */
    private static void logToTheEnd() {
        if (System.getProperty(LOG_MANAGER) == null) {
            System.setProperty(LOG_MANAGER, LastingLogManager.class.getName());
        }
    }

    private static int usageError(ParameterException error, String[] arguments) {
        error.getCommandLine().getErr().println("odradek: " + error.getMessage());
        return USAGE_ERROR;
    }
}
