package io.odradek.simulation;

import java.util.ArrayDeque;

/**
 * A process from its start to its end. Its tasks run while it lives; while it is paused they wait, in their order. One
 * thread.
 */
final class Life {
    private final String name;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean alive = true;
    private boolean paused;

    Life(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return alive;
    }

    /** Nothing of it runs from now on. */
    void end() {
        alive = false;
        waiting.clear();
    }

    /** Stops its threads, as SIGSTOP does. */
    void pause() {
        paused = true;
    }

    /** Lets it go on, with all that has come meanwhile. */
    void resume() {
        paused = false;
        Runnable task;
        while (alive && !paused && (task = waiting.poll()) != null) {
            task.run();
        }
    }

    /** Runs a task of the process, now or when it goes on. */
    void run(Runnable task) {
        if (alive && paused) {
            waiting.add(task);
        } else if (alive) {
            task.run();
        }
    }
}
