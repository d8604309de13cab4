// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.Setting;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendProvider;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Provides the backend {@code dnscache}, which wraps the one after it in the spec, otherwise the default one.
 *
 * <table class="striped">
 *   <caption>System properties</caption>
 *   <thead><tr><th scope="col">{@code netbackends.dnscache.}…</th><th scope="col">value</th></tr></thead>
 *   <tbody>
 *   <tr><th scope="row">{@code ttl}</th>
 *       <td>how long an answer is used, {@code 30s} by default</td></tr>
 *   <tr><th scope="row">{@code negative-ttl}</th>
 *       <td>how long a failure is cached, {@code 1s} by default</td></tr>
 *   <tr><th scope="row">{@code capacity}</th>
 *       <td>the maximum number of cached names, 1000 by default</td></tr>
 *   <tr><th scope="row">{@code stale}</th>
 *       <td>how long after {@code ttl} a stale answer may be used if a lookup fails or is slow; {@code 0s}, never, by
 *       default</td></tr>
 *   <tr><th scope="row">{@code stale-delay}</th>
 *       <td>how long a caller waits for a lookup before it gets a stale answer, {@code 1800ms} by default</td></tr>
 *   <tr><th scope="row">{@code refresh-ahead}</th>
 *       <td>how long before the end of {@code ttl} an answer in use is refreshed; {@code 0s}, never, by default</td></tr>
 *   <tr><th scope="row">{@code lookup-timeout}</th>
 *       <td>the timeout of a lookup, independent of its callers' deadlines, {@code 30s} by default</td></tr>
 *   <tr><th scope="row">{@code hosts}</th>
 *       <td>names that are not looked up: {@code api.test=127.0.0.1,db.test=[::1]+10.0.0.7}</td></tr>
 *   <tr><th scope="row">{@code hosts-file}</th>
 *       <td>a file of such names, in the syntax of {@code /etc/hosts}, read again when it changes</td></tr>
 *   </tbody>
 * </table>
 *
 * <p>Backends with the same settings share one cache, unless an outer decorator sets a resolver.
 */
@AutoService(NetworkBackendProvider.class)
public final class DnsCacheBackendProvider implements AsyncNetworkBackendProvider {
    /** One cache for each combination of settings, since a program may create the default backend repeatedly. */
    private static final Map<Map<String, String>, DnsCache> CACHES = new ConcurrentHashMap<>();

    /** Creates a provider; for {@link java.util.ServiceLoader}. */
    public DnsCacheBackendProvider() {}

    @Override
    public String name() {
        return "dnscache";
    }

    @Override
    public String description() {
        return "decorator: caches the addresses of hosts, and has a table of hosts";
    }

    @Override
    public Collection<Setting<?>> settings() {
        return DnsCacheSettings.ALL;
    }

    @Override
    public boolean isDecorator() {
        return true;
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        DnsCache cache = cache(context);
        return new DnsCacheBackend(context.delegate(cache), cache);
    }

    @Override
    public AsyncNetworkBackendInterface createAsync(BackendContext context) {
        DnsCache cache = cache(context);
        return new AsyncDnsCacheBackend(context.asyncDelegate(cache), cache);
    }

    private static DnsCache cache(BackendContext context) {
        DnsCacheSettings settings = new DnsCacheSettings(context);
        HostResolver resolver = context.resolver();
        return resolver == HostResolver.system()
                ? CACHES.computeIfAbsent(settings.values(), values -> settings.open(resolver))
                : settings.open(resolver);
    }
}
