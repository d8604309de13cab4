// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.startup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One run of a {@link Program}. */
final class Run {
    private final Process process;
    private final Path errors;

    Run(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** Waits for the output of the program, which it prints when it has read its byte. */
    void awaitOutput() throws IOException {
        if (process.getInputStream().read() < 0) {
            throw new IOException("the program ended without a word: " + Files.readString(errors));
        }
    }

    /** Waits until the JVM has ended. */
    void finish() throws IOException {
        try {
            process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IOException("the program failed: " + Files.readString(errors));
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        } finally {
            process.destroyForcibly();
        }
    }
}
