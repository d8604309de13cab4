// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Properties;

/** One run of the command inside this JVM, with its exit code and output. System properties are restored afterwards. */
record Cli(int exitCode, byte[] outBytes, String err) {
    static Cli run(String... args) {
        return run(InputStream.nullInputStream(), args);
    }

    static Cli run(InputStream in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = run(in, out, err, args);
        return new Cli(exitCode, out.toByteArray(), err.toString(UTF_8));
    }

    static int run(InputStream in, OutputStream out, OutputStream err, String... args) {
        Properties before = (Properties) System.getProperties().clone();
        try {
            return Main.run(args, in, out, err);
        } finally {
            System.setProperties(before);
        }
    }

    String out() {
        return new String(outBytes, UTF_8);
    }

    /** Checks for success with an empty standard error. */
    Cli succeeds() {
        assertThat(err).isEmpty();
        assertThat(exitCode).isZero();
        return this;
    }

    /** Checks for the exit code, and for one line on standard error that contains all of these texts. */
    Cli failsWith(int expectedExitCode, String... parts) {
        assertThat(err).startsWith("netbackends: ");
        for (String part : parts) {
            assertThat(err).contains(part);
        }
        assertThat(err.lines()).as(err).hasSize(1);
        assertThat(exitCode).as(err).isEqualTo(expectedExitCode);
        return this;
    }
}
