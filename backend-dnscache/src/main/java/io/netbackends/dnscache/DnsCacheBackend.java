// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A backend that wraps one that looks up hosts with a {@link DnsCache}. It reports the address of each connection to the
 * cache. Addresses tried before it refused, or did not answer within 250 ms; the next connects try them last.
 *
 * <p>The streams have one more piece of extra information, {@link #STATISTICS}. Safe for use by several threads.
 */
public final class DnsCacheBackend extends ForwardingNetworkBackend {
    /** {@code "dns_cache"}: the statistics of the cache at the time of the call. */
    public static final ExtraInfo<DnsCacheStatistics> STATISTICS = ExtraInfo.of("dns_cache", DnsCacheStatistics.class);

    private final DnsCache cache;

    /**
     * Creates a backend.
     *
     * @param delegate opens the streams, and looks up hosts with {@code cache}
     * @param cache the resolver of {@code delegate}
     */
    public DnsCacheBackend(NetworkBackendInterface delegate, DnsCache cache) {
        super(delegate);
        this.cache = Objects.requireNonNull(cache, "cache");
    }

    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        NetworkStreamInterface stream = super.connect(request); // may block
        if (request.addresses().isEmpty()) {
            cache.connected(request.host(), stream.getExtraInfo(ExtraInfo.SERVER_ADDR.name()));
        }
        return stream;
    }

    @Override
    protected NetworkStreamInterface decorate(NetworkStreamInterface stream) {
        return new ForwardingNetworkStream(stream) {
            @Override
            public @Nullable Object getExtraInfo(String key) {
                return key.equals(STATISTICS.name()) ? cache.statistics() : super.getExtraInfo(key);
            }
        };
    }

    /** Returns, for instance, {@code <DnsCacheBackend [<NioBackend>]>}. */
    @Override
    public String toString() {
        return "<DnsCacheBackend [" + delegate() + "]>";
    }
}
