// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fixture of a backend that speaks UNIX-domain sockets; the kit then listens with plain channels of the JDK.
 *
 * <p>UNIX-domain sockets report a reset in one case only: to a writer whose bytes are still unread when the peer closes. So
 * each connection begins with a byte from the stream under test. The peer reads this byte first, unless it has to reset the
 * connection.
 */
public final class UnixDomainFixture implements TckFixture {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path path;
    private final NetworkBackendInterface backend;
    private final @Nullable AsyncNetworkBackendInterface async;

    /**
     * Makes a fixture with its own paths in the directory for temporary files.
     *
     * @param backends makes the backend under test from the path for its {@code listen(host, port)}
     * @throws IllegalStateException if there is no such directory
     */
    public UnixDomainFixture(Function<Path, ? extends NetworkBackendInterface> backends) {
        path = newPath();
        backend = Objects.requireNonNull(backends.apply(path), "backend");
        async = null;
    }

    /**
     * Makes a fixture as {@link #UnixDomainFixture(Function)} does, of a backend whose asynchronous half runs on an event loop.
     *
     * @param backends makes the blocking half from the path for its {@code listen(host, port)}
     * @param asyncBackends makes the asynchronous half from the same path
     * @throws IllegalStateException if there is no directory for temporary files
     */
    public UnixDomainFixture(
            Function<Path, ? extends NetworkBackendInterface> backends,
            Function<Path, ? extends AsyncNetworkBackendInterface> asyncBackends) {
        path = newPath();
        backend = Objects.requireNonNull(backends.apply(path), "backend");
        async = Objects.requireNonNull(asyncBackends.apply(path), "async backend");
    }

    @Override
    public AsyncNetworkBackendInterface asyncBackend() throws IOException {
        return async == null ? TckFixture.super.asyncBackend() : async;
    }

    @Override
    public NetworkBackendInterface backend() {
        return backend;
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> capabilities = EnumSet.complementOf(EnumSet.of(
                Capability.INTERNET_ADDRESSES,
                Capability.HOST_RESOLVER,
                Capability.ABORT_RESETS,
                Capability.AVAILABLE,
                Capability.TCP_OPTIONS,
                Capability.EVENT_LOOP));
        if (async != null) {
            capabilities.add(Capability.EVENT_LOOP);
        }
        return capabilities;
    }

    @Override
    public TckListener listen() throws IOException {
        return UnixDomainListener.on(newPath());
    }

    @Override
    public NetworkStreamInterface connect(TckListener listener) throws IOException {
        NetworkStreamInterface stream = backend.connect(listener.address());
        try {
            stream.write(new byte[1]);
            return stream;
        } catch (Throwable failure) {
            try (stream) {
                throw failure;
            }
        }
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connectAsync(TckListener listener) throws IOException {
        return asyncBackend()
                .connect(listener.address())
                .thenCompose(stream -> stream.write(new byte[1]).thenApply(nothing -> stream));
    }

    private static Path newPath() {
        return Directory.PATH.resolve(Integer.toString(COUNT.incrementAndGet()));
    }

    /** One for all fixtures of this JVM; its files are deleted with their listeners. */
    private static final class Directory {
        static final Path PATH = create();

        private static Path create() {
            try {
                Path directory = Files.createTempDirectory("nb");
                directory.toFile().deleteOnExit();
                return directory;
            } catch (IOException e) {
                throw new IllegalStateException("there is no directory for temporary files", e);
            }
        }
    }
}
