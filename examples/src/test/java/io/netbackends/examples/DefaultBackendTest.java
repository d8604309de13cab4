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

/** In JVMs of their own, for what is selected depends on how a JVM was started. */
class DefaultBackendTest {
    /** The SPI and every backend that needs nothing else, this module's included. */
    private static List<Path> installed() throws URISyntaxException {
        URI spi = NetworkBackend.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        Stream<URI> backends = NetworkBackend.installed().stream()
                .filter(backend -> !"replay".equals(backend.name())) // would need jackson-core as well
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
