// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.async.AsyncForwardingNetworkBackend;
import io.netbackends.async.AsyncForwardingNetworkStream;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The memory backend over threads; each of its asynchronous streams has a defect. */
class AsyncStreamMutant extends MemoryFixture {
    private final UnaryOperator<AsyncNetworkStreamInterface> defect;

    AsyncStreamMutant(UnaryOperator<AsyncNetworkStreamInterface> defect) {
        this.defect = defect;
    }

    @Override
    public AsyncNetworkBackendInterface asyncBackend() {
        return new AsyncForwardingNetworkBackend(AsyncNetworkBackend.overThreads(backend())) {
            @Override
            protected AsyncNetworkStreamInterface decorate(AsyncNetworkStreamInterface stream) {
                return defect.apply(stream);
            }
        };
    }

    /** No case is skipped that can detect the mutant. */
    @Override
    public Set<Capability> capabilities() {
        Set<Capability> capabilities = EnumSet.copyOf(super.capabilities());
        capabilities.add(Capability.EVENT_LOOP);
        return capabilities;
    }

    /** Returns a future that completes as another one does, and does not know the call. */
    static <T extends @Nullable Object> CompletableFuture<T> detached(CompletableFuture<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        call.whenComplete((value, failure) -> pass(value, failure, result));
        return result;
    }

    static <T extends @Nullable Object> void pass(
            @Nullable T value, @Nullable Throwable failure, CompletableFuture<T> result) {
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(failure);
        }
    }

    /** A correct stream, except for overridden methods. */
    abstract static class Defect extends AsyncForwardingNetworkStream {
        Defect(AsyncNetworkStreamInterface sound) {
            super(sound);
        }

        /** Makes the correct read callable from functions. */
        final CompletableFuture<byte[]> readSoundly(int maxBytes) {
            return delegate().read(maxBytes);
        }

        /** Makes the correct write callable from functions. */
        final CompletableFuture<Void> writeSoundly(ByteBuffer src) {
            return delegate().write(src);
        }
    }
}
