// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static io.netbackends.Discovery.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The providers that are loaded when one of them is selected. */
class ProviderLookupTest {
    private static final String SOCKET = "io.netbackends.socket.SocketBackendProvider";
    private static final String NIO = "io.netbackends.nio.NioBackendProvider";

    @TempDir
    private static Path dir;

    private static Discovery discovery;
    private static Path ours;

    @BeforeAll
    static void buildJars() throws Exception {
        discovery = new Discovery(dir);
        Map<String, String> sources = Map.of(file(SOCKET), source(SOCKET, "socket"), file(NIO), source(NIO, "nio"));
        ours = discovery.jar("Ours", sources, "# two\r\n" + SOCKET + " # one\r\n\n " + NIO, List.of());
    }

    @Test
    void ofProvidersOfThisProjectOnlyTheOneAskedForIsLoaded() throws Exception {
        assertThat(loaded(discovery.child(ours), "default", "socket"))
                .contains(SOCKET)
                .doesNotContain(NIO);
        assertThat(loaded(discovery.child(ours), "nio")).contains(NIO).doesNotContain(SOCKET);
    }

    @Test
    void aForeignProviderOfTheSameNameIsFoundOut() throws Exception {
        Path foreign = discovery.plain("Socket", "socket");

        assertThat(run(discovery.child(ours, foreign), "socket", "nio"))
                .satisfiesExactly(
                        line -> assertThat(line).contains("backend \"socket\" is provided more than once, by "),
                        line -> assertThat(line).isEqualTo("nio = nio"));
    }

    @Test
    void aProviderWithAnotherNameThanOursIsFoundByItsOwn() throws Exception {
        Path renamed = discovery.jar("Renamed", Map.of(file(SOCKET), source(SOCKET, "plug")), SOCKET + "\n", List.of());

        assertThat(run(discovery.child(renamed), "plug", "socket"))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("plug = plug"),
                        line -> assertThat(line).contains("backend \"socket\" is not installed"));
    }

    /** Runs the probe, checks its output, and returns the names of the classes that it loaded. */
    private static String loaded(ChildJvm child, String... commands) throws Exception {
        List<String> lines = run(child.jvmArgs("-Xlog:class+load"), commands);
        assertThat(lines).filteredOn(line -> line.contains(" = ")).hasSize(commands.length);
        return String.join("\n", lines);
    }

    private static String file(String className) {
        return className.replace('.', '/') + ".java";
    }

    private static String source(String className, String name) {
        int dot = className.lastIndexOf('.');
        return Discovery.plainProvider(className.substring(dot + 1), name)
                .replace("package acme;", "package " + className.substring(0, dot) + ";");
    }
}
