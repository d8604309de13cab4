// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A program that runs instead of this one: with its standard streams, its signals, and its exit code. */
final class ChildProgram {
    private static final int CANNOT_EXECUTE = 126;
    private static final int NOT_FOUND = 127;

    /** The error of a program that is not there, ENOENT, as JDK 17 and 25 word it. */
    private static final Pattern NO_SUCH_FILE = Pattern.compile("error[=:] ?2\\b");

    /** A terminal sends Ctrl-C to both: so long the child has to end in its own way. */
    private static final long OWN_WAY_SECONDS = 1;

    private final ProcessBuilder builder;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Process child;

    ChildProgram(ProcessBuilder builder) {
        this.builder = builder;
    }

    /**
     * Runs it to its end, and returns its exit code. If this process is told to end, the child is, too, and this process ends after
     * it.
     *
     * @throws CommandException if it cannot be started; with the exit code that shells have for it
     */
    int run() throws CommandException {
        Thread hook = new Thread(this::end, "netbackends-child");
        Process started;
        lock.lock(); // a signal that comes meanwhile waits until there is a child to end
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
            // It runs, and will have the last word.
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

    /** An interrupt is none of this process's own. */
    private static int await(Process child) {
        while (true) {
            try {
                return child.waitFor();
            } catch (InterruptedException e) {
                // goes on waiting
            }
        }
    }
}
