// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.Setting;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendProvider;
import java.util.Collection;
import java.util.List;

/**
 * Provides the backend {@code proxy}, which wraps the one after it in the spec, otherwise the default one.
 *
 * <table class="striped">
 *   <caption>System properties</caption>
 *   <thead><tr><th scope="col">{@code netbackends.proxy.}…</th><th scope="col">value</th></tr></thead>
 *   <tbody>
 *   <tr><th scope="row">{@code url}</th>
 *       <td>the proxy, as {@link ProxyServer} describes it, or a comma-separated chain, the nearest proxy first; {@code env}
 *       for {@code HTTPS_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} of the environment; {@code jdk} for the {@link
 *       java.net.ProxySelector} of the JVM; {@code direct} for none, which is the default if {@code rules} is set. At least
 *       one of {@code url} and {@code rules} must be set</td></tr>
 *   <tr><th scope="row">{@code rules}</th>
 *       <td>routes of some targets, {@code PATTERN=URL;PATTERN=direct}: the first match applies</td></tr>
 *   <tr><th scope="row">{@code no-proxy}</th>
 *       <td>targets of direct connections, regardless of the rules: comma-separated patterns</td></tr>
 *   </tbody>
 * </table>
 *
 * <p>{@link ProxiesBuilder#rule} describes patterns. Names for {@code socks5} and {@code socks4} proxies are looked up with
 * the resolver of outer decorators, such as {@code dnscache}.
 */
@AutoService(NetworkBackendProvider.class)
public final class ProxyBackendProvider implements AsyncNetworkBackendProvider {
    /**
     * In a separate class, which is loaded only if this backend is used, since every search for backends creates a provider.
     */
    private static final class Settings {
        static final Setting<RouteSource> URL = Setting.of(
                        "url", RouteSyntax.ROUTE, text -> RouteSyntax.parse(text, System::getenv))
                .masked(ProxyUrl::masked);
        static final Setting<List<Rule>> RULES = Setting.of(
                        "rules", RouteSyntax.RULES, text -> RouteSyntax.rules(text, System::getenv))
                .masked(ProxyUrl::masked);
        static final Setting<List<TargetPattern>> NO_PROXY = Setting.of(
                        "no-proxy", "be patterns separated by commas", TargetPattern::parseList)
                .masked(ProxyUrl::masked);
    }

    /** Creates a provider; for {@link java.util.ServiceLoader}. */
    public ProxyBackendProvider() {}

    @Override
    public String name() {
        return "proxy";
    }

    @Override
    public String description() {
        return "decorator: connects through SOCKS and HTTP proxies";
    }

    @Override
    public Collection<Setting<?>> settings() {
        return List.of(Settings.URL, Settings.RULES, Settings.NO_PROXY);
    }

    @Override
    public boolean isDecorator() {
        return true;
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        return new ProxyBackend(context.delegate(), proxies(context));
    }

    @Override
    public AsyncNetworkBackendInterface createAsync(BackendContext context) {
        return new AsyncProxyBackend(context.asyncDelegate(), proxies(context));
    }

    private static Proxies proxies(BackendContext context) {
        ProxiesBuilder builder = Proxies.builder().resolver(context.resolver());
        context.setting(Settings.NO_PROXY).ifPresent(builder::noProxy);
        List<Rule> rules = context.setting(Settings.RULES).orElse(List.of());
        rules.forEach(builder::rule);
        builder.others(
                rules.isEmpty()
                        ? context.required(Settings.URL)
                        : context.setting(Settings.URL).orElse(Route.DIRECT));
        return builder.build();
    }
}
