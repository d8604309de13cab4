// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.internal.AsyncDiscovery;
import io.netbackends.internal.CreatedBackend;
import io.netbackends.internal.Spelling;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The default backend: the one that the system property {@code netbackends.backend} selects.
 *
 * <p>{@link #NetworkBackend()} looks for it in this order:
 *
 * <ol>
 *   <li>the spec in the system property {@code netbackends.backend}, else in the environment variable {@code
 *       NETBACKENDS_BACKEND}, unless that is empty;
 *   <li>else the provider named {@code socket};
 *   <li>else the only transport installed; decorators do not count ({@link NetworkBackendProvider#isDecorator});
 *   <li>else it fails with the list of installed backends.
 * </ol>
 *
 * <p>A <em>spec</em> is the name of a backend, or several joined by colons, outermost first: {@code recording:nio} is the
 * backend {@code recording} around the backend {@code nio}.
 *
 * <p>Providers are found by {@link java.util.ServiceLoader}, through the thread's context class loader first, then through
 * the class loader of this class, again for each object. Two providers with one name make that name an error. A provider
 * that cannot be loaded does not hide the others: {@link #installed()} reports it.
 *
 * <p>A backend reads its settings when it is created, from system properties {@code netbackends.<name>.<key>}, else from
 * environment variables {@code NETBACKENDS_<NAME>_<KEY>}, in upper case with underscores for hyphens; empty variables are
 * ignored. An unknown setting is rejected, and the message suggests the closest one. Settings of other backends are ignored,
 * since a program may select a backend for each call.
 *
 * <p>Creating a backend does not use the network and never blocks, so {@link Timeout}s do not apply to it, not even expired
 * ones. The backend does not keep the deadlines of the thread that created it.
 *
 * <p>Safe for use by several threads, as all backends are.
 */
public final class NetworkBackend implements NetworkBackendInterface {
    static final String PROPERTY = "netbackends.backend";
    static final String ENVIRONMENT = "NETBACKENDS_BACKEND";
    static final String DEFAULT = "socket";

    static {
        AsyncDiscovery.set(new AsyncHalf());
    }

    private final CreatedBackend<NetworkBackendInterface> created;

    /**
     * Finds and creates the selected backend.
     *
     * @throws IllegalArgumentException if the selected spec is malformed or names a backend that is not installed; if a
     *     setting of a selected backend is invalid or unknown
     * @throws IllegalStateException if there is no backend to choose, if two have the chosen name, or if the backend cannot
     *     be created
     */
    public NetworkBackend() {
        this(selected(BackendHalf.Blocking.HALF));
    }

    private NetworkBackend(CreatedBackend<NetworkBackendInterface> created) {
        this.created = created;
    }

    /**
     * Finds and creates a backend by name, regardless of the properties that select the default.
     *
     * @param spec such as {@code nio} or {@code recording:nio}; a decorator at its end wraps the default transport, by the
     *     rules above from the second on
     * @return the backend
     * @throws IllegalArgumentException if the spec is malformed or names a backend that is not installed; if a setting of a
     *     named backend is invalid or unknown
     * @throws IllegalStateException if two providers have one of the names, or a backend cannot be created
     */
    public static NetworkBackend named(String spec) {
        return new NetworkBackend(create(BackendHalf.Blocking.HALF, spec, ""));
    }

    /**
     * Finds and creates a backend by name, with a resolver for its transports.
     *
     * @param spec as for {@link #named(String)}
     * @param resolver looks up host names for all backends of the spec; must be safe for use by several threads
     * @return the backend
     * @throws IllegalArgumentException as for {@link #named(String)}
     * @throws IllegalStateException as for {@link #named(String)}
     */
    public static NetworkBackend named(String spec, HostResolver resolver) {
        Objects.requireNonNull(resolver, "resolver");
        return new NetworkBackend(create(BackendHalf.Blocking.HALF, spec, "", resolver));
    }

    /**
     * Returns the installed providers, in the order in which they were found.
     *
     * @return the providers that can be used and, with their problem, those that cannot
     */
    public static List<InstalledBackend> installed() {
        return InstalledProviders.find().descriptions();
    }

    /** {@return the names of the backends that make up this one, outermost first: {@code "recording:socket"}} */
    public String name() {
        return created.spec();
    }

    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        return created.backend().connect(host, port);
    }

    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        return created.backend().connect(request);
    }

    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        return created.backend().connect(address);
    }

    @Override
    public NetworkListenerInterface listen(String host, int port) throws IOException {
        return created.backend().listen(host, port);
    }

    @Override
    public NetworkListenerInterface listen(SocketAddress address) throws IOException {
        return created.backend().listen(address);
    }

    @Override
    public NetworkStreamInterface adopt(NetworkStreamInterface stream, @Nullable SocketAddress target)
            throws IOException {
        return created.backend().adopt(stream, target);
    }

    /**
     * Returns a backend of the spec by its class, for methods that only this class has: {@code
     * named("recording:nio").unwrap(RecordingBackend.class)}.
     *
     * @param <B> the type of the backend
     * @param type its class
     * @return the outermost one of this class; empty if there is none, or if it is wrapped by a backend that is not a {@link
     *     ForwardingNetworkBackend}
     */
    public <B> Optional<B> unwrap(Class<B> type) {
        NetworkBackendInterface backend = created.backend();
        while (!type.isInstance(backend) && backend instanceof ForwardingNetworkBackend decorator) {
            backend = decorator.delegate();
        }
        return type.isInstance(backend) ? Optional.of(type.cast(backend)) : Optional.empty();
    }

    /** Returns, for instance, {@code <NetworkBackend [socket]>}. */
    @Override
    public String toString() {
        return "<NetworkBackend [" + name() + "]>";
    }

    private static <B> CreatedBackend<B> selected(BackendHalf<B> half) {
        String property = System.getProperty(PROPERTY);
        if (property != null) {
            return create(half, property, " (from the system property " + PROPERTY + ")");
        }
        String variable = BackendSettings.environment(ENVIRONMENT);
        if (variable != null) {
            return create(half, variable, " (from the environment variable " + ENVIRONMENT + ")");
        }
        checkSpelling();
        String missing = "there is no default backend: neither the system property " + PROPERTY
                + " nor the environment variable " + ENVIRONMENT + " is set";
        return BackendFactory.createDefault(half, new ProviderLookup(), missing);
    }

    private static <B> CreatedBackend<B> create(BackendHalf<B> half, String spec, String origin) {
        return create(half, spec, origin, HostResolver.system());
    }

    private static <B> CreatedBackend<B> create(
            BackendHalf<B> half, String spec, String origin, HostResolver resolver) {
        BackendSpec parsed = BackendSpec.parse(spec, origin);
        return BackendFactory.create(half, new ProviderLookup(), parsed, origin, resolver);
    }

    /** A misspelled selection would silently select the default backend. */
    private static void checkSpelling() {
        for (String name : BackendSettings.similar(System.getProperties().stringPropertyNames())) {
            checkSpelling(name, PROPERTY);
        }
        for (String name : BackendSettings.similar(System.getenv().keySet())) {
            checkSpelling(name, ENVIRONMENT);
        }
    }

    private static void checkSpelling(String name, String meant) {
        if (Spelling.isCloseTo(name, meant, 2) && !name.equals(meant)) {
            throw new IllegalArgumentException(
                    "setting " + name + " must be one that netbackends has; did you mean " + meant + "?");
        }
    }

    /** Gives {@link io.netbackends.async.AsyncNetworkBackend} access to the asynchronous half. */
    private static final class AsyncHalf extends AsyncDiscovery {
        @Override
        public CreatedBackend<AsyncNetworkBackendInterface> selected() {
            return NetworkBackend.selected(BackendHalf.Async.HALF);
        }

        @Override
        public CreatedBackend<AsyncNetworkBackendInterface> named(String spec, HostResolver resolver) {
            return create(BackendHalf.Async.HALF, spec, "", resolver);
        }
    }
}
