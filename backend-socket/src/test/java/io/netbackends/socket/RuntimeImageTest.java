// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netbackends.NetworkBackend;
import io.netbackends.testsupport.Jars;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backend in a runtime image, which contains only the modules that it was linked with. */
class RuntimeImageTest {
    private static final Path SPI = Jars.of(NetworkBackend.class);
    private static final Path SOCKET = Jars.of(SocketBackend.class);
    private static final String APP = """
            package app;
            import io.netbackends.*;
            public class Main {
                public static void main(String[] args) {
                    try {
                        System.out.println(new NetworkBackend());
                    } catch (RuntimeException e) {
                        System.out.println(e.getMessage());
                    }
                }
            }
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void imagesCanBeLinked() {
        assumeThat(ToolProvider.findFirst("jlink")).as("this JDK has jlink").isPresent();
    }

    @Test
    void anImageWithoutTheBackendSaysHowToLinkIt() throws Exception {
        assertThat(run(link("app")))
                .contains("no backend is named \"socket\" (this runtime image was linked without the"
                        + " module io.netbackends.socket: run jlink with --add-modules io.netbackends.socket)");
    }

    @Test
    void anImageThatWasLinkedAsAdvisedHasTheBackend() throws Exception {
        assertThat(run(link("app,io.netbackends.socket"))).isEqualTo("<NetworkBackend [socket]>\n");
    }

    private Path link(String modules) throws Exception {
        Path app = Jars.build(
                directory.resolve("app.jar"),
                Map.of("module-info.java", "module app { requires io.netbackends; }", "app/Main.java", APP),
                Map.of(),
                List.of(SPI));
        String home = System.getProperty("java.home");
        List<String> modulePath = new ArrayList<>(List.of(app.toString(), SPI.toString(), SOCKET.toString()));
        if (Files.isDirectory(Path.of(home, "jmods"))) {
            modulePath.add(Path.of(home, "jmods").toString());
        }
        Path image = directory.resolve("image");
        StringWriter output = new StringWriter();
        PrintWriter printer = new PrintWriter(output, true);
        int result = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        printer,
                        printer,
                        "--module-path",
                        String.join(File.pathSeparator, modulePath),
                        "--add-modules",
                        modules,
                        "--output",
                        image.toString());
        assertThat(result).as(output.toString()).isZero();
        return image;
    }

    private static String run(Path image) throws Exception {
        Process process = new ProcessBuilder(image.resolve("bin/java").toString(), "-m", "app/app.Main")
                .redirectErrorStream(true)
                .start();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
