// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary directory readable only by its owner. It is also deleted when the JVM is interrupted. */
final class TemporaryDirectory implements Closeable {
    private final Path path;
    private final Thread hook = new Thread(this::deleteQuietly);

    private TemporaryDirectory(Path path) {
        this.path = path;
    }

    static TemporaryDirectory create() throws IOException {
        TemporaryDirectory directory = new TemporaryDirectory(Files.createTempDirectory("netbackends-"));
        Runtime.getRuntime().addShutdownHook(directory.hook);
        return directory;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is shutting down; the hook finds nothing to delete
        }
    }

    private void deleteQuietly() {
        try {
            delete();
        } catch (IOException e) {
            // there is no caller to report it to
        }
    }

    private void delete() throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
