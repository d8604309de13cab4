// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendProvider;

/**
 * Provider of a backend with a native asynchronous half, whose calls block no thread. It is registered like any {@link
 * NetworkBackendProvider}. The asynchronous calls of any other provider's backend run {@linkplain
 * AsyncNetworkBackend#overThreads over threads}.
 *
 * <p>A backend that is asynchronous only implements {@link #create} by {@code BlockingBackend.of(createAsync(context))}.
 */
public interface AsyncNetworkBackendProvider extends NetworkBackendProvider {
    /**
     * Creates the asynchronous half of the backend, under the rules of {@link #create}. A decorator wraps {@link
     * BackendContext#asyncDelegate()} instead of {@link BackendContext#delegate()}.
     *
     * @param context the backend's settings, and the backend to wrap
     * @return safe for use by several threads
     * @throws IllegalArgumentException if a setting is malformed, naming the property or the variable
     */
    AsyncNetworkBackendInterface createAsync(BackendContext context);
}
