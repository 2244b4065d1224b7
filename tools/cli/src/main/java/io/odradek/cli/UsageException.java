package io.odradek.cli;

/** A command line that cannot be understood; its user is shown how to write it. */
public final class UsageException extends CommandException {
    private static final long serialVersionUID = 1L;

    /** @param message says what is wrong with the command line */
    public UsageException(String message) {
        super(message);
    }
}
