// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendProvider;

/**
 * Provider of a backend that has an asynchronous half of its own, whose calls block no thread. It is registered as every {@link
 * NetworkBackendProvider} is. The backend of any other provider runs {@linkplain AsyncNetworkBackend#overThreads over threads}
 * where an asynchronous one is wanted.
 *
 * <p>A backend that is asynchronous only implements {@link #create} by {@code BlockingBackend.of(createAsync(context))}.
 */
public interface AsyncNetworkBackendProvider extends NetworkBackendProvider {
    /**
     * Creates the asynchronous half of the backend; all that {@link #create} promises and requires applies to it as well. A
     * decorator wraps {@link BackendContext#asyncDelegate()} instead of {@link BackendContext#delegate()}.
     *
     * @param context the backend's settings, and what to wrap
     * @return safe for use by several threads
     * @throws IllegalArgumentException if a setting is malformed, naming the property or the variable
     */
    AsyncNetworkBackendInterface createAsync(BackendContext context);
}
