// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendProvider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings and the wrapped backend that a {@link NetworkBackendProvider} creates its backend from. Only this module
 * implements it.
 */
public sealed interface BackendContext permits BackendFactory {
    /**
     * Returns the text of a setting of this backend: the system property {@code netbackends.<name>.<key>}, else the environment
     * variable {@code NETBACKENDS_<NAME>_<KEY>}, in upper case with underscores for hyphens, unless that is empty.
     *
     * @param key the last part of the property's name, such as {@code file}
     * @return empty if neither is set
     */
    Optional<String> option(String key);

    /**
     * Returns the value of a setting of this backend, from the same places as {@link #option}.
     *
     * @param <T> the type of the value
     * @param setting one that the provider declares
     * @return empty if it is not set
     * @throws IllegalArgumentException if the value is not allowed, naming the property or the variable that it came from
     */
    <T> Optional<T> setting(Setting<T> setting);

    /**
     * Returns the value of a setting of this backend that must be set.
     *
     * @param <T> the type of the value
     * @param setting one that the provider declares
     * @return its value
     * @throws IllegalArgumentException if it is not set, naming the property and the variable; if the value is not allowed
     */
    <T> T required(Setting<T> setting);

    /**
     * Creates the exception for a value that parses but cannot be used, such as a file that does not exist.
     *
     * @param setting one that is set
     * @param required what the value must be: {@code "be a file that can be read"}
     * @param cause may be null
     * @return an exception to throw, which names the property or the variable, the value, and what is required
     */
    IllegalArgumentException invalid(Setting<?> setting, String required, @Nullable Throwable cause);

    /**
     * Returns the resolver for host names: the one that an outer decorator has set ({@link #delegate(HostResolver)}), else
     * {@link HostResolver#system}. A transport that looks up hosts must use it.
     *
     * @return the same one at each call
     */
    HostResolver resolver();

    /**
     * Returns the backend for a decorator to wrap. The rest of the spec selects it; if there is none, it is the provider
     * named {@code socket}, else the only other transport installed. Decorators call this while they are created. If the
     * spec continues after a backend that did not call this method, it is rejected.
     *
     * @return the same one at each call
     * @throws IllegalArgumentException if the rest of the spec names a backend that is not installed, or a setting of a backend
     *     is not allowed
     * @throws IllegalStateException if there is nothing to wrap, or it could not be created
     */
    NetworkBackendInterface delegate();

    /**
     * Returns the backend for a decorator to wrap, as {@link #delegate()} does, but with a resolver of the decorator's, such
     * as a cache. Inner backends get it from {@link #resolver}.
     *
     * @param resolver looks up host names for all inner backends; must be safe for use by several threads
     * @return a new one at each call
     * @throws IllegalArgumentException as for {@link #delegate()}
     * @throws IllegalStateException as for {@link #delegate()}
     */
    NetworkBackendInterface delegate(HostResolver resolver);

    /**
     * Returns the asynchronous half of the backend that {@link #delegate()} returns, for {@link
     * AsyncNetworkBackendProvider#createAsync}. If the spec ends here and the provider named {@code nio} is installed, it is
     * that one.
     *
     * @return the same one at each call
     * @throws IllegalArgumentException as for {@link #delegate()}
     * @throws IllegalStateException as for {@link #delegate()}
     */
    AsyncNetworkBackendInterface asyncDelegate();

    /**
     * Returns the asynchronous half of the backend that {@link #delegate(HostResolver)} returns.
     *
     * @param resolver as for {@link #delegate(HostResolver)}
     * @return a new one at each call
     * @throws IllegalArgumentException as for {@link #delegate()}
     * @throws IllegalStateException as for {@link #delegate()}
     */
    AsyncNetworkBackendInterface asyncDelegate(HostResolver resolver);

    /**
     * Returns whether the spec continues after this backend. Only needed by a backend that wraps another one optionally.
     *
     * @return true in {@code yours:socket}, false in {@code yours}
     */
    boolean isDelegateNamed();
}
