// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The name of a new file in a temporary directory, which is deleted with all its content.
 *
 * @param path the path of the file
 */
public record TemporaryFile(Path path) implements Closeable {
    /** Creates the directory. */
    public static TemporaryFile create(String name) throws IOException {
        return new TemporaryFile(
                Files.createTempDirectory("netbackends-benchmarks-").resolve(name));
    }

    @Override
    public void close() throws IOException {
        Path directory = path.getParent();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.delete(directory);
    }
}
