// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendProvider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link NetworkBackendProvider} is given to create a backend from. Only this module implements it. */
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
     * Makes the error for a value that its parser takes but that cannot be used, such as a file that does not exist.
     *
     * @param setting one that is set
     * @param required what the value must be: {@code "be a file that can be read"}
     * @param cause may be null
     * @return an exception to throw, which names the property or the variable, the value, and what is required
     */
    IllegalArgumentException invalid(Setting<?> setting, String required, @Nullable Throwable cause);

    /**
     * Returns what looks up host names: what the decorators outside have put in place ({@link #delegate(HostResolver)}), else
     * {@link HostResolver#system}. A transport that looks up hosts uses this one.
     *
     * @return the same one at each call
     */
    HostResolver resolver();

    /**
     * Returns the backend for a decorator to wrap: what the rest of the spec says, or, where the spec ends, the provider
     * named {@code socket}, else the only other transport installed. Decorators call this while they are created; a spec that
     * goes on after a backend that did not ask for it is an error.
     *
     * @return the same one at each call
     * @throws IllegalArgumentException if the rest of the spec names a backend that is not installed, or a setting of a backend
     *     is not allowed
     * @throws IllegalStateException if there is nothing to wrap, or it could not be created
     */
    NetworkBackendInterface delegate();

    /**
     * Returns the backend for a decorator to wrap, as {@link #delegate()} does, but with a resolver of the decorator's, such as
     * a cache. Backends further inside get it by {@link #resolver}.
     *
     * @param resolver looks up host names for all backends further inside; must be safe for use by several threads
     * @return a new one at each call
     * @throws IllegalArgumentException as for {@link #delegate()}
     * @throws IllegalStateException as for {@link #delegate()}
     */
    NetworkBackendInterface delegate(HostResolver resolver);

    /**
     * Returns the asynchronous half of what {@link #delegate()} returns, for {@link AsyncNetworkBackendProvider#createAsync}. Where
     * the spec ends, this is the provider named {@code nio}, if it is installed.
     *
     * @return the same one at each call
     * @throws IllegalArgumentException as for {@link #delegate()}
     * @throws IllegalStateException as for {@link #delegate()}
     */
    AsyncNetworkBackendInterface asyncDelegate();

    /**
     * Returns the asynchronous half of what {@link #delegate(HostResolver)} returns.
     *
     * @param resolver as for {@link #delegate(HostResolver)}
     * @return a new one at each call
     * @throws IllegalArgumentException as for {@link #delegate()}
     * @throws IllegalStateException as for {@link #delegate()}
     */
    AsyncNetworkBackendInterface asyncDelegate(HostResolver resolver);

    /**
     * Returns whether the spec goes on after this backend: for one that wraps another only where it is told to. Others need
     * not ask.
     *
     * @return true in {@code yours:socket}, false in {@code yours}
     */
    boolean isDelegateNamed();
}
