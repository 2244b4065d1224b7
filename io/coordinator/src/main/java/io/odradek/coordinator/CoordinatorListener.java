package io.odradek.coordinator;

/** Hears what a runtime goes through. Called on its executor; must not block. */
public interface CoordinatorListener {
    /** The state is loaded; commands are answered from now on. */
    default void activated() {}

    /** Commands are refused from now on, and timers are gone; it may be about to load again. */
    default void deactivated(String reason) {}

    /** Loading has failed; nothing more happens until the owner activates the runtime again. */
    default void loadFailed(Throwable cause) {}
}
