// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
    @TempDir
    Path directory;

    /** Fails in its method {@code name}. */
    public static final class BrokenProvider implements NetworkBackendProvider {
        @Override
        public String name() {
            throw new IllegalStateException("broken\nby design");
        }

        @Override
        public NetworkBackendInterface create(BackendContext context) {
            throw new AssertionError();
        }
    }

    /** Has the name of the default backend. */
    public static final class SecondSocketProvider implements NetworkBackendProvider {
        @Override
        public String name() {
            return "socket";
        }

        @Override
        public NetworkBackendInterface create(BackendContext context) {
            throw new AssertionError();
        }
    }

    @Test
    void shows_name_class_and_place() {
        assertThat(Cli.run("backends").succeeds().out().lines().map(String::strip))
                .contains(
                        "socket - TCP by java.net.Socket; the default",
                        "class  io.netbackends.socket.SocketBackendProvider")
                .anyMatch(line -> line.startsWith("from   /") || line.matches("from {3}[A-Z]:.*"));
    }

    @Test
    void says_which_one_is_the_default_and_why() {
        assertThat(Cli.run("backends").succeeds().out())
                .contains("used by default: socket (nothing is selected, so the one named socket is used)");
        assertThat(Cli.run("-Dnetbackends.backend=socket", "backends")
                        .succeeds()
                        .out())
                .contains("used by default: socket (selected by the system property netbackends.backend)");
        assertThat(Cli.run("backends", "--backend", "socket").succeeds().out())
                .contains("used by default: socket (selected by --backend)");
    }

    @Test
    void says_what_asynchronous_calls_run_on_and_use_by_default() {
        assertThat(Cli.run("backends").succeeds().out())
                .containsPattern("  socket - .*\\R.*\\R.*\\R      async  threads\\R")
                .containsPattern(
                        "used by default, asynchronously: nio, [a-z ]+ \\(nothing is selected, so the one named nio"
                                + " is used\\)");
        assertThat(Cli.run("backends", "--backend", "socket").succeeds().out())
                .contains("used by default, asynchronously: socket, threads (selected by --backend)");
    }

    @Test
    void a_decorator_that_keeps_a_file_is_shown_for_both_kinds_of_calls() {
        String file = "-Dnetbackends.recording.file=" + directory.resolve("x.ndjson");
        assertThat(Cli.run("-Dnetbackends.backend=recording", file, "backends")
                        .succeeds()
                        .out())
                .contains("used by default: recording:socket (", "used by default, asynchronously: recording:");
    }

    @Test
    void says_why_there_is_no_default() {
        assertThat(Cli.run("-Dnetbackends.backend=nope", "backends").succeeds().out())
                .contains("used by default: none: backend \"nope\" (from the system property netbackends.backend)"
                        + " is not installed");
    }

    @Test
    void shows_what_could_not_be_loaded_and_why() throws Exception {
        try (Installed broken = Installed.provider(directory, BrokenProvider.class.getName())) {
            assertThat(Cli.run("backends").succeeds().out())
                    .contains("  socket", "used by default: socket")
                    .contains("could not be loaded: " + BrokenProvider.class.getName())
                    .contains("reason java.lang.IllegalStateException: broken by design");
            assertThat(broken).isNotNull();
        }
        try (Installed missing = Installed.provider(directory, "no.such.Provider")) {
            assertThat(Cli.run("backends").succeeds().out()).contains("could not be loaded", "no.such.Provider");
            assertThat(missing).isNotNull();
        }
    }

    @Test
    void a_name_that_is_taken_twice_is_no_default() throws Exception {
        try (Installed second = Installed.provider(directory, SecondSocketProvider.class.getName())) {
            assertThat(Cli.run("backends").succeeds().out())
                    .contains("io.netbackends.socket.SocketBackendProvider", SecondSocketProvider.class.getName())
                    .contains("used by default: none: backend \"socket\" is provided more than once");
            assertThat(second).isNotNull();
        }
    }
}
