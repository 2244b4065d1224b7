package io.odradek.cli;

/** A command that cannot be carried out; the message is a sentence for its user, who sees nothing else. */
public class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message says what is wrong and what to do */
    public CommandException(String message) {
        super(message);
    }
}
