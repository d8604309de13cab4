// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.async.AsyncExecution;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendProvider;
import java.util.List;
import java.util.Objects;

/**
 * One half of the backends, for callers that wait or for those that do not: what creates it, and what it is where nothing is
 * selected. Not by lambdas: these would take a program that connects once some milliseconds longer.
 *
 * @param <B> the type of its backends
 */
abstract sealed class BackendHalf<B> {
    /** The names of which the first that is installed is the default. */
    abstract List<String> preferred();

    /** Returns a new backend of the provider's. */
    abstract B create(NetworkBackendProvider provider, BackendContext context);

    /** Returns what calls run on, but for what the backend wraps. */
    abstract AsyncExecution execution(NetworkBackendProvider provider);

    private static NetworkBackendInterface created(NetworkBackendProvider provider, BackendContext context) {
        return Objects.requireNonNull(provider.create(context), "create() returned null");
    }

    /** For callers that wait. */
    static final class Blocking extends BackendHalf<NetworkBackendInterface> {
        static final Blocking HALF = new Blocking();

        @Override
        List<String> preferred() {
            return List.of(NetworkBackend.DEFAULT);
        }

        @Override
        NetworkBackendInterface create(NetworkBackendProvider provider, BackendContext context) {
            return created(provider, context);
        }

        @Override
        AsyncExecution execution(NetworkBackendProvider provider) {
            return AsyncExecution.THREADS;
        }
    }

    /** For callers that do not wait. */
    static final class Async extends BackendHalf<AsyncNetworkBackendInterface> {
        static final Async HALF = new Async();

        @Override
        List<String> preferred() {
            return List.of("nio", NetworkBackend.DEFAULT);
        }

        @Override
        AsyncNetworkBackendInterface create(NetworkBackendProvider provider, BackendContext context) {
            if (provider instanceof AsyncNetworkBackendProvider async) {
                return Objects.requireNonNull(async.createAsync(context), "createAsync() returned null");
            }
            return AsyncNetworkBackend.overThreads(created(provider, context));
        }

        @Override
        AsyncExecution execution(NetworkBackendProvider provider) {
            return provider instanceof AsyncNetworkBackendProvider ? AsyncExecution.EVENT_LOOP : AsyncExecution.THREADS;
        }
    }
}
