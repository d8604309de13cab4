// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.tck.Capability;
import io.netbackends.tck.TckFixture;
import java.util.Set;
import java.util.function.Function;

/**
 * A transport behind proxies.
 *
 * @param transport the transport, which looks up hosts with the resolver
 * @param url the URL of the proxy
 */
record ProxiedFixture(
        Function<HostResolver, NetworkBackendInterface> transport,
        AsyncNetworkBackendInterface async,
        String url,
        Set<Capability> capabilities)
        implements TckFixture {
    @Override
    public NetworkBackendInterface backend() {
        return backend(HostResolver.system());
    }

    @Override
    public NetworkBackendInterface backend(HostResolver resolver) {
        return new ProxyBackend(transport.apply(resolver), proxies(resolver));
    }

    @Override
    public AsyncNetworkBackendInterface asyncBackend() {
        return new AsyncProxyBackend(async, proxies(HostResolver.system()));
    }

    private Proxies proxies(HostResolver resolver) {
        return Proxies.builder().resolver(resolver).through(url).build();
    }
}
