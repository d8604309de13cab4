// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.NetworkBackendProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** Registers more backends for the thread of a test, until it is closed. */
final class Installed implements AutoCloseable {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final URLClassLoader loader;

    private Installed(URLClassLoader loader) {
        this.loader = loader;
        Thread.currentThread().setContextClassLoader(loader);
    }

    static Installed provider(Path directory, String className) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(NetworkBackendProvider.class.getName()), className + "\n");
        URL[] path = {directory.toUri().toURL()};
        return new Installed(new URLClassLoader(path, Thread.currentThread().getContextClassLoader()));
    }

    @Override
    public void close() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        loader.close();
    }
}
