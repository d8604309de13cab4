// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.async.AsyncExecution;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendProvider;
import java.util.List;
import java.util.Objects;

/**
 * The blocking or the asynchronous half of the backends: how to create one, and which is the default. Does not use lambdas,
 * which would delay a program that connects once by some milliseconds.
 *
 * @param <B> the type of its backends
 */
abstract sealed class BackendHalf<B> {
    /** The candidates for the default; the first that is installed wins. */
    abstract List<String> preferred();

    /** Returns a new backend of the provider's. */
    abstract B create(NetworkBackendProvider provider, BackendContext context);

    /** Returns what calls run on, ignoring the wrapped backend. */
    abstract AsyncExecution execution(NetworkBackendProvider provider);

    private static NetworkBackendInterface created(NetworkBackendProvider provider, BackendContext context) {
        return Objects.requireNonNull(provider.create(context), "create() returned null");
    }

    /** The blocking half. */
    static final class Blocking extends BackendHalf<NetworkBackendInterface> {
        static final BackendHalf<NetworkBackendInterface> HALF = new Blocking();

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

    /** The asynchronous half. */
    static final class Async extends BackendHalf<AsyncNetworkBackendInterface> {
        static final BackendHalf<AsyncNetworkBackendInterface> HALF = new Async();

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
