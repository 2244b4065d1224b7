package io.odradek.base;

/** A bug in Odradek: something that must hold did not. Fatal to the component that threw it. */
public final class InvariantViolation extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public InvariantViolation(String message) {
        super(message);
    }
}
