// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.tck.Capability;
import io.netbackends.tck.TckFixture;
import java.util.Set;
import java.util.function.Function;

/** A transport that looks up hosts in a cache. */
record CachedFixture(
        Function<HostResolver, NetworkBackendInterface> transport,
        AsyncNetworkBackendInterface async,
        Set<Capability> capabilities)
        implements TckFixture {
    @Override
    public NetworkBackendInterface backend() {
        return backend(HostResolver.system());
    }

    @Override
    public AsyncNetworkBackendInterface asyncBackend() {
        return new AsyncDnsCacheBackend(async, DnsCache.builder().build());
    }

    @Override
    public NetworkBackendInterface backend(HostResolver resolver) {
        DnsCache cache = DnsCache.builder().resolver(resolver).build();
        return new DnsCacheBackend(transport.apply(cache), cache);
    }
}
