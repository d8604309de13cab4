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

/** A program under way, with all it has printed so far; it never outlives this JVM. */
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

    /** Starts a program whose errors are part of its output. */
    public static RunningProgram start(List<String> command) throws IOException {
        return new RunningProgram(new ProcessBuilder(command).redirectErrorStream(true));
    }

    /** Starts a program whose output is data, and nothing else. */
    public static RunningProgram startForData(List<String> command) throws IOException {
        return new RunningProgram(new ProcessBuilder(command));
    }

    /** Types a text. */
    public void type(String text) throws IOException {
        type(text.getBytes(ISO_8859_1));
    }

    /** Waits while the program does not read. */
    public void type(byte[] data) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write(data);
        in.flush();
    }

    /** Ends what is typed. */
    public void endInput() throws IOException {
        process.getOutputStream().close();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for output that the pattern is found in. */
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

    /** Waits for the program's end, which must be a success, and returns its output. */
    public byte[] awaitSuccess() {
        int status = awaitExit();
        if (status != 0) {
            throw failure("exit status " + status);
        }
        return output.bytes();
    }

    /** Waits for the program's end, and returns its exit status. */
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

    /** Returns what it has printed so far. */
    public String output() {
        return output.toString();
    }

    /** Kills it in a way that leaves it no time for last words. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Asks it to end, and kills it if it does not. */
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
