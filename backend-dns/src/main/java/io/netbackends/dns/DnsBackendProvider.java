// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

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
 * Provides the backend {@code dns}: the backend after it in the spec, otherwise the default one, looks up hosts with a
 * {@link DnsResolver}.
 *
 * <table class="striped">
 *   <caption>System properties</caption>
 *   <thead><tr><th scope="col">{@code netbackends.dns.}…</th><th scope="col">value</th></tr></thead>
 *   <tbody>
 *   <tr><th scope="row">{@code servers}</th>
 *       <td>name servers, in the order in which they are queried: {@code 9.9.9.9,127.0.0.1:5353,[2620:fe::fe]:53}, or the
 *       URL of a server that speaks DNS over HTTPS; the system's by default</td></tr>
 *   <tr><th scope="row">{@code search}</th>
 *       <td>the domains in which a short name is looked up: {@code corp.example,example}; the system's by default</td></tr>
 *   <tr><th scope="row">{@code ndots}</th>
 *       <td>the minimum number of dots in a name that is first looked up unchanged; the system's by default</td></tr>
 *   <tr><th scope="row">{@code transport}</th>
 *       <td>{@code udp}, the default, with a retry over TCP if an answer is truncated, or {@code tcp}</td></tr>
 *   <tr><th scope="row">{@code timeout}</th>
 *       <td>the timeout of one query to one server, {@code 2s} by default</td></tr>
 *   <tr><th scope="row">{@code attempts}</th>
 *       <td>the number of queries to each server, 3 by default</td></tr>
 *   <tr><th scope="row">{@code capacity}</th>
 *       <td>the maximum number of answers, each cached for its time to live; 10000 by default, 0 for none</td></tr>
 *   </tbody>
 * </table>
 *
 * <p>Backends with the same settings share one resolver, with its answers.
 */
@AutoService(NetworkBackendProvider.class)
public final class DnsBackendProvider implements AsyncNetworkBackendProvider {
    private static final Map<Map<String, String>, DnsResolver> RESOLVERS = new ConcurrentHashMap<>();

    /** Creates a provider; for {@link java.util.ServiceLoader}. */
    public DnsBackendProvider() {}

    @Override
    public String name() {
        return "dns";
    }

    @Override
    public String description() {
        return "decorator: queries name servers itself (dnsjava), A and AAAA in parallel";
    }

    @Override
    public Collection<Setting<?>> settings() {
        return DnsSettings.ALL;
    }

    @Override
    public boolean isDecorator() {
        return true;
    }

    /**
     * Creates the backend after this one in the spec, with a resolver.
     *
     * @throws IllegalArgumentException if a setting is not allowed, or if an outer decorator, such as {@code dnscache}, also
     *     sets a resolver, because this one would then never be used
     */
    @Override
    public NetworkBackendInterface create(BackendContext context) {
        return context.delegate(resolver(context));
    }

    @Override
    public AsyncNetworkBackendInterface createAsync(BackendContext context) {
        return context.asyncDelegate(resolver(context));
    }

    private static DnsResolver resolver(BackendContext context) {
        if (context.resolver() != HostResolver.system()) {
            throw new IllegalArgumentException(
                    "backend dns must stand before the decorator that looks up hosts with it: "
                            + "dns:dnscache:nio, not dnscache:dns:nio");
        }
        DnsSettings settings = new DnsSettings(context);
        return RESOLVERS.computeIfAbsent(settings.values(), values -> settings.open());
    }
}
