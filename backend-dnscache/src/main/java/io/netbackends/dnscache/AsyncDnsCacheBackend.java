// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.async.AsyncForwardingNetworkBackend;
import io.netbackends.async.AsyncForwardingNetworkStream;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.DecoratedCall;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The asynchronous half of {@link DnsCacheBackend}, which has the details. Safe for use by several threads. */
public final class AsyncDnsCacheBackend extends AsyncForwardingNetworkBackend {
    private final DnsCache cache;

    /**
     * Creates a backend.
     *
     * @param delegate opens the streams, and looks up hosts with {@code cache}
     * @param cache the resolver of {@code delegate}
     */
    public AsyncDnsCacheBackend(AsyncNetworkBackendInterface delegate, DnsCache cache) {
        super(delegate);
        this.cache = Objects.requireNonNull(cache, "cache");
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        return DecoratedCall.watched(
                super.connect(request),
                stream -> {
                    if (request.addresses().isEmpty()) {
                        cache.connected(request.host(), stream.getExtraInfo(ExtraInfo.SERVER_ADDR.name()));
                    }
                },
                failure -> {});
    }

    @Override
    protected AsyncNetworkStreamInterface decorate(AsyncNetworkStreamInterface stream) {
        return new AsyncForwardingNetworkStream(stream) {
            @Override
            public @Nullable Object getExtraInfo(String key) {
                return key.equals(DnsCacheBackend.STATISTICS.name()) ? cache.statistics() : super.getExtraInfo(key);
            }
        };
    }

    /** Returns, for instance, {@code <AsyncDnsCacheBackend [<AsyncNioBackend>]>}. */
    @Override
    public String toString() {
        return "<AsyncDnsCacheBackend [" + delegate() + "]>";
    }
}
