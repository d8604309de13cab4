// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static io.netbackends.Discovery.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.Jars;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The advice in the error for a backend that is not installed. */
class DiscoveryMissingTest {
    private static final String SOCKET = "io.netbackends.socket.SocketBackendProvider";
    private static final String MEMORY = "io.netbackends.memory.MemoryBackendProvider";

    @TempDir
    private static Path dir;

    private static Discovery discovery;
    private static Path acme;

    @BeforeAll
    static void buildJars() throws Exception {
        discovery = new Discovery(dir);
        acme = discovery.plain("Acme", "acme");
    }

    @Test
    void aBackendOfThisProjectIsAnArtifactToAdd() throws Exception {
        assertThat(run(discovery.child(acme).property("netbackends.backend", "recording:acme"), "default"))
                .singleElement()
                .asString()
                .startsWith("java.lang.IllegalArgumentException: backend \"recording\" (from the system property"
                        + " netbackends.backend) is not installed (add io.netbackends:netbackends-recording to the class"
                        + " path); installed: acme ");
    }

    @Test
    void aMisspelledNameIsCorrected() throws Exception {
        assertThat(run(discovery.child(acme), "recordng", "acmee", "something-else"))
                .satisfiesExactly(
                        line -> assertThat(line).contains("is not installed (did you mean \"recording\"?); installed"),
                        line -> assertThat(line).contains("is not installed (did you mean \"acme\"?); installed"),
                        line -> assertThat(line).contains("is not installed; installed"));
    }

    @Test
    void aJarWhoseServiceFilesWereNotMergedIsRecognized() throws Exception {
        Path merged = merged(MEMORY + "\n");

        assertThat(run(discovery.child(merged), "memory", "socket", "default"))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("memory = memory"),
                        line -> assertThat(line)
                                .contains(
                                        "backend \"socket\" is not installed (its class " + SOCKET + " is present, but"
                                                + " META-INF/services/io.netbackends.NetworkBackendProvider does not name it: ")
                                .contains("ServicesResourceTransformer"),
                        // Only the memory backend is listed, but the jar was made for another one.
                        line -> assertThat(line)
                                .startsWith("java.lang.IllegalStateException: there is no default backend: ")
                                .contains("ServicesResourceTransformer"));
        assertThat(run(discovery.child(merged(MEMORY + "\n" + SOCKET + "\n")), "socket", "default"))
                .containsExactly("socket = socket", "socket = socket");
    }

    @Test
    void aModuleThatIsNotResolvedIsToBeAdded() throws Exception {
        Path module = Jars.build(
                dir.resolve("recording.jar"),
                Map.of("module-info.java", "module io.netbackends.recording {}"),
                Map.of(),
                List.of());

        assertThat(run(discovery.child(acme).jvmArgs("--module-path", module.toString()), "recording"))
                .singleElement()
                .asString()
                .contains(
                        "is not installed (the module io.netbackends.recording is present, but is not resolved: run java"
                                + " with --add-modules io.netbackends.recording); installed: ");
    }

    @Test
    void aProviderThatIsThereButBrokenIsNoArtifactToAdd() throws Exception {
        Path broken = discovery.jar(
                "Broken",
                Map.of(
                        "io/netbackends/socket/SocketBackendProvider.java",
                        source(SOCKET, "socket", "if (true) throw new IllegalStateException(\"no\");")),
                SOCKET + "\n",
                List.of());

        assertThat(run(discovery.child(broken), "socket"))
                .singleElement()
                .asString()
                .startsWith(
                        "java.lang.IllegalArgumentException: backend \"socket\" is not installed; installed: " + SOCKET)
                .contains(" (not usable: java.lang.IllegalStateException: no)");
    }

    /** One jar with two backends, as made by tools that merge jars. */
    private static Path merged(String serviceFile) throws Exception {
        return discovery.jar(
                "Merged" + serviceFile.length(),
                Map.of(
                        "io/netbackends/socket/SocketBackendProvider.java", source(SOCKET, "socket", ""),
                        "io/netbackends/memory/MemoryBackendProvider.java", source(MEMORY, "memory", "")),
                serviceFile,
                List.of());
    }

    private static String source(String className, String name, String nameStatement) {
        int dot = className.lastIndexOf('.');
        return Discovery.provider(
                        className.substring(dot + 1),
                        nameStatement + "return \"" + name + "\";",
                        "return (host, port) -> { throw new java.io.IOException(name()); };")
                .replace("package acme;", "package " + className.substring(0, dot) + ";");
    }
}
