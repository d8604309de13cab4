// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.util.Collection;
import java.util.List;

/**
 * The service provider of a backend, which {@link java.util.ServiceLoader} finds in the backend's jar.
 *
 * <p>A provider is a public class with a public constructor without parameters, named in {@code
 * META-INF/services/io.netbackends.NetworkBackendProvider} or by {@code provides} in its {@code module-info.java}; better in
 * both.
 *
 * <p>One provider serves blocking and asynchronous callers: by implementing {@link
 * io.netbackends.async.AsyncNetworkBackendProvider} if the backend has a native asynchronous half, else by running blocking
 * calls on threads.
 *
 * @implNote A provider may be created at each discovery, even if another one is chosen. Its constructor, {@link #name}, {@link
 *     #settings}, {@link #isDecorator} and {@link #description} should be fast and must not fail.
 */
public interface NetworkBackendProvider {
    /**
     * Returns the name by which the backend is selected.
     *
     * @return lower-case letters and digits, with single hyphens in between, beginning with a letter: {@code "socket"}
     */
    String name();

    /**
     * Returns all settings of the backend. A property {@code netbackends.<name>.<key>} or an environment variable {@code
     * NETBACKENDS_<NAME>_<KEY>} with another key is then an error, before {@link #create} is called.
     *
     * @return by default none; then the settings are those that {@link #create} reads from its context, and another key is
     *     an error as soon as it returns
     */
    default Collection<Setting<?>> settings() {
        return List.of();
    }

    /**
     * Returns whether the backend always wraps another one. {@link NetworkBackend} does not count such a backend when it
     * chooses the only transport installed as the default.
     *
     * @return by default false
     */
    default boolean isDecorator() {
        return false;
    }

    /**
     * Returns a description of the backend, for lists of backends.
     *
     * @return one line that begins in lower case and ends without a full stop; by default an empty text
     */
    default String description() {
        return "";
    }

    /**
     * Creates the backend.
     *
     * <p>No deadline bounds this call, and the ambient {@link Timeout}s of the creating thread do not apply to the backend
     * later. So it must not block: it leaves connections, lookups, and files that block when they are opened (such as FIFOs)
     * to the first call that needs them, or fails at once.
     *
     * @param context the backend's settings, and the backend to wrap
     * @return safe for use by several threads
     * @throws IllegalArgumentException if a setting is malformed, naming the property or the variable
     */
    NetworkBackendInterface create(BackendContext context);
}
