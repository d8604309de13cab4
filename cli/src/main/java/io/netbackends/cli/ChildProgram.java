// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A child process that takes the place of this one: it inherits the standard streams and signals, and determines the exit
 * code.
 */
final class ChildProgram {
    private static final int CANNOT_EXECUTE = 126;
    private static final int NOT_FOUND = 127;

    /** The message of JDK 17 and 25 for a missing program (ENOENT). */
    private static final Pattern NO_SUCH_FILE = Pattern.compile("error[=:] ?2\\b");

    /** The time for the child to end by itself, since a terminal sends Ctrl-C to both processes. */
    private static final long OWN_WAY_SECONDS = 1;

    private final ProcessBuilder builder;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Process child;

    ChildProgram(ProcessBuilder builder) {
        this.builder = builder;
    }

    /**
     * Runs the child to its end, and returns its exit code. If this process is terminated, it terminates the child first,
     * and waits for it.
     *
     * @throws CommandException if it cannot be started, with the exit code that shells use
     */
    int run() throws CommandException {
        Thread hook = new Thread(this::end, "netbackends-child");
        Process started;
        lock.lock(); // a signal that arrives now waits until there is a child to terminate
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            started = builder.start();
            child = started;
        } catch (IOException e) {
            boolean missing =
                    NO_SUCH_FILE.matcher(String.valueOf(e.getMessage())).find();
            throw new CommandException(missing ? NOT_FOUND : CANNOT_EXECUTE, Failures.message(e), e);
        } finally {
            lock.unlock();
        }
        int exitCode = await(started);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the hook is running, and determines the exit code
        }
        return exitCode;
    }

    private void end() {
        Process running;
        lock.lock();
        try {
            running = child;
        } finally {
            lock.unlock();
        }
        if (running == null) {
            return;
        }
        try {
            if (!running.waitFor(OWN_WAY_SECONDS, TimeUnit.SECONDS)) {
                running.destroy();
            }
        } catch (InterruptedException e) {
            running.destroy();
        }
        Runtime.getRuntime().halt(await(running));
    }

    /** Waits for the child, regardless of interrupts. */
    private static int await(Process child) {
        while (true) {
            try {
                return child.waitFor();
            } catch (InterruptedException e) {
                // continue to wait
            }
        }
    }
}
