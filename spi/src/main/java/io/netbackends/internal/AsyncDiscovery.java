// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives the package {@code io.netbackends.async} access to the discovery of backends, which is private to the package {@code
 * io.netbackends}: that package {@linkplain #set registers} an implementation of this class.
 */
public abstract class AsyncDiscovery {
    private static volatile @Nullable AsyncDiscovery instance;

    /** Returns the implementation that the class {@link NetworkBackend} registers when it is initialized. */
    public static AsyncDiscovery get() {
        try {
            MethodHandles.lookup().ensureInitialized(NetworkBackend.class);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e); // the class is public
        }
        return Objects.requireNonNull(instance);
    }

    /** Called once. */
    public static void set(AsyncDiscovery discovery) {
        instance = discovery;
    }

    /** Creates the backend that the system property or the environment selects, else the default. */
    public abstract CreatedBackend<AsyncNetworkBackendInterface> selected();

    /** Creates the backend that a spec names, with a resolver for its transports. */
    public abstract CreatedBackend<AsyncNetworkBackendInterface> named(String spec, HostResolver resolver);
}
