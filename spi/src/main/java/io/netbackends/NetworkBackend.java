// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;

/**
 * The default backend: the one that the system property {@code netbackends.backend} selects.
 *
 * <p>{@link #NetworkBackend()} looks for it in this order:
 *
 * <ol>
 *   <li>the spec in the system property {@code netbackends.backend}, else in the environment variable {@code
 *       NETBACKENDS_BACKEND};
 *   <li>else the provider named {@code socket};
 *   <li>else the only provider installed;
 *   <li>else it is an error, which lists what is installed.
 * </ol>
 *
 * <p>A <em>spec</em> is the name of a backend, or several joined by colons, outermost first: {@code recording:nio} is the
 * backend {@code recording} around the backend {@code nio}.
 *
 * <p>Providers are found by {@link java.util.ServiceLoader}, through the thread's context class loader first, then through
 * the class loader of this class, anew for each object. Two providers with one name make that name an error. A provider that
 * cannot be loaded does not hide the others: {@link #installed()} reports it.
 *
 * <p>Safe for use by several threads, as all backends are.
 */
public final class NetworkBackend implements NetworkBackendInterface {
    static final String PROPERTY = "netbackends.backend";
    static final String ENVIRONMENT = "NETBACKENDS_BACKEND";
    static final String DEFAULT = "socket";

    private final BackendFactory.Created created;

    /**
     * Finds and creates the selected backend.
     *
     * @throws IllegalArgumentException if the selected spec is malformed or names a backend that is not installed
     * @throws IllegalStateException if there is no backend to choose, two have the name chosen, or it cannot be created
     */
    public NetworkBackend() {
        this(selected());
    }

    private NetworkBackend(BackendFactory.Created created) {
        this.created = created;
    }

    /**
     * Finds and creates a backend by name, whatever is selected.
     *
     * @param spec such as {@code nio} or {@code recording:nio}; a decorator at its end wraps what the rules above give from
     *     the second on
     * @return the backend
     * @throws IllegalArgumentException if the spec is malformed or names a backend that is not installed
     * @throws IllegalStateException if two providers have one of the names, or a backend cannot be created
     */
    public static NetworkBackend named(String spec) {
        BackendSpec parsed = BackendSpec.parse(spec, "");
        return new NetworkBackend(BackendFactory.create(InstalledProviders.find(), parsed, ""));
    }

    /**
     * Returns what is installed, in the order in which it was found.
     *
     * @return the providers that can be used and, with their problem, those that cannot
     */
    public static List<InstalledBackend> installed() {
        return InstalledProviders.find().descriptions();
    }

    /** {@return the names of the backends this one consists of, outermost first: {@code "recording:socket"}} */
    public String name() {
        return created.spec();
    }

    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        return created.backend().connect(host, port);
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

    /** Returns, for instance, {@code <NetworkBackend [socket]>}. */
    @Override
    public String toString() {
        return "<NetworkBackend [" + name() + "]>";
    }

    private static BackendFactory.Created selected() {
        String property = System.getProperty(PROPERTY);
        if (property != null) {
            return select(property, " (from the system property " + PROPERTY + ")");
        }
        String variable = System.getenv(ENVIRONMENT);
        if (variable != null) {
            return select(variable, " (from the environment variable " + ENVIRONMENT + ")");
        }
        String missing = "there is no default backend: neither the system property " + PROPERTY
                + " nor the environment variable " + ENVIRONMENT + " is set";
        return BackendFactory.createDefault(InstalledProviders.find(), Set.of(), missing);
    }

    private static BackendFactory.Created select(String spec, String origin) {
        return BackendFactory.create(InstalledProviders.find(), BackendSpec.parse(spec, origin), origin);
    }
}
