// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the programs that tests need. If a program is missing, its test is skipped; with {@code
 * -Dnetbackends.peers=required}, as in CI, it fails.
 */
public final class Programs {
    private static final boolean REQUIRED = "required".equals(System.getProperty("netbackends.peers"));

    /** Debian's directories for servers, which are only on root's path. */
    private static final List<String> SERVER_DIRECTORIES = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql");

    private Programs() {}

    /** Returns the program's file, or skips or fails the test. */
    public static String require(String name, String debianPackage) {
        List<Path> directories = new ArrayList<>();
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            directories.add(Path.of(directory));
        }
        SERVER_DIRECTORIES.forEach(directory -> directories.add(Path.of(directory)));
        return require(name, debianPackage, directories);
    }

    /** Returns the agent's jar, which exists after its module was packaged, or skips or fails the test. */
    public static Path requireAgent() {
        Path jar = Path.of(System.getProperty("netbackends.agent.jar", ""));
        if (!Files.isRegularFile(jar)) {
            missing(jar + " does not exist (it is built by mvn package -pl agent -am)");
        }
        return jar;
    }

    /** Debian installs the programs of PostgreSQL's server in a directory for each version, outside the path. */
    public static String requirePostgresql(String name) {
        try (Stream<Path> versions = Files.isDirectory(POSTGRESQL) ? Files.list(POSTGRESQL) : Stream.empty()) {
            List<Path> newestFirst = versions.sorted(Comparator.comparing((Path version) -> number(version))
                            .reversed())
                    .map(version -> version.resolve("bin"))
                    .toList();
            return require(name, "postgresql", newestFirst);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double number(Path version) {
        try {
            return Double.parseDouble(version.getFileName().toString());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String require(String name, String debianPackage, List<Path> directories) {
        Optional<Path> found = directories.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            missing(name + " is not installed (Debian package " + debianPackage + ")");
        }
        return found.orElseThrow().toString();
    }

    private static void missing(String message) {
        if (REQUIRED) {
            throw new AssertionError(message + "; netbackends.peers=required allows no test to be skipped");
        }
        assumeTrue(false, message);
    }
}
