// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running program, with its output so far. It ends at the latest with this JVM. */
public final class RunningProgram implements Closeable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LIMIT_OF_AN_ORDERLY_END = Duration.ofSeconds(5);
    private static final Set<Process> LIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> LIVE.forEach(Process::destroyForcibly)));
    }

    private final List<String> command;
    private final Process process;
    private final Captured output;
    private final Captured errors;

    private RunningProgram(ProcessBuilder builder) throws IOException {
        command = builder.command();
        process = builder.start();
        LIVE.add(process);
        output = new Captured(process.getInputStream());
        errors = new Captured(process.getErrorStream());
    }

    /** Starts a program whose standard error is part of its output. */
    public static RunningProgram start(List<String> command) throws IOException {
        return new RunningProgram(new ProcessBuilder(command).redirectErrorStream(true));
    }

    /** Starts a program whose standard output is only data. */
    public static RunningProgram startForData(List<String> command) throws IOException {
        return new RunningProgram(new ProcessBuilder(command));
    }

    /** Writes a text to its standard input. */
    public void type(String text) throws IOException {
        type(text.getBytes(ISO_8859_1));
    }

    /** Writes bytes; waits while the program does not read. */
    public void type(byte[] data) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write(data);
        in.flush();
    }

    /** Closes its standard input. */
    public void endInput() throws IOException {
        process.getOutputStream().close();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for output that contains a match of the pattern. */
    public Matcher awaitOutput(String regex) {
        try {
            Matcher matcher = output.await(Pattern.compile(regex, Pattern.MULTILINE), LIMIT);
            if (matcher == null) {
                throw failure("output without \"" + regex + '"');
            }
            return matcher;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for the end of the program, which must succeed, and returns its output. */
    public byte[] awaitSuccess() {
        int status = awaitExit();
        if (status != 0) {
            throw failure("exit status " + status);
        }
        return output.bytes();
    }

    /** Waits for the end of the program, and returns its exit status. */
    public int awaitExit() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw failure("no end after " + LIMIT);
            }
            output.awaitEnd(LIMIT);
            errors.awaitEnd(LIMIT);
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Returns its output so far. */
    public String output() {
        return output.toString();
    }

    /** Kills it with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Terminates it, and kills it if it does not end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT_OF_AN_ORDERLY_END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        LIVE.remove(process);
    }

    public AssertionError failure(String what) {
        return new AssertionError(
                what + ": " + String.join(" ", command) + "; its output:\n" + output + "\nand its errors:\n" + errors);
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while waiting for a program", e);
    }
}
