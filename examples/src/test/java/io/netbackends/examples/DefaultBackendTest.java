// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackend;
import io.netbackends.testsupport.ChildJvm;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each test starts a JVM, since the selection depends on how the JVM was started. */
class DefaultBackendTest {
    /** The SPI and all backends without other dependencies, including that of this module. */
    private static List<Path> installed() throws URISyntaxException {
        URI spi = NetworkBackend.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        Stream<URI> backends = NetworkBackend.installed().stream()
                .filter(backend -> !"replay".equals(backend.name())) // needs jackson-core as well
                .map(backend -> URI.create(Objects.requireNonNull(backend.location())));
        return Stream.concat(Stream.of(spi), backends).map(Path::of).toList();
    }

    private static void assertPrints(String expected, ChildJvm.Result result) {
        assertThat(result.err()).isEmpty();
        assertThat(result.out().strip()).isEqualTo(expected);
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void socketIsTheDefault() throws Exception {
        assertPrints(
                "<NetworkBackend [socket]>", ChildJvm.classPath(installed()).run(DefaultBackend.class.getName()));
    }

    @Test
    void nioIsTheDefaultOfCallersThatDoNotWaitAndTellsWhatItRunsOn() throws Exception {
        assertPrints(
                "<AsyncNetworkBackend [nio, event loop]>",
                ChildJvm.classPath(installed()).run(AsyncDefaultBackend.class.getName()));
    }

    @Test
    void aPropertySelectsTheBackendForBothKindsOfCallers() throws Exception {
        assertPrints(
                "<AsyncNetworkBackend [host-table:socket, threads]>",
                ChildJvm.classPath(installed())
                        .property("netbackends.backend", "host-table")
                        .run(AsyncDefaultBackend.class.getName()));
        assertPrints(
                "<AsyncNetworkBackend [socket, threads]>",
                ChildJvm.classPath(installed())
                        .property("netbackends.backend", "socket")
                        .run(AsyncDefaultBackend.class.getName()));
    }

    @Test
    void aPropertySelectsTheBackendOfThisModuleOnTheClassPath() throws Exception {
        assertPrints(
                "<NetworkBackend [host-table:socket]>",
                ChildJvm.classPath(installed())
                        .property("netbackends.backend", "host-table")
                        .run(DefaultBackend.class.getName()));
    }

    @Test
    void aPropertySelectsTheBackendOfThisModuleOnTheModulePath() throws Exception {
        assertPrints(
                "<NetworkBackend [host-table:socket]>",
                ChildJvm.modulePath(installed(), "io.netbackends.examples/" + DefaultBackend.class.getName())
                        .property("netbackends.backend", "host-table")
                        .run());
    }
}
