// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.internal.ClientEngineFactory;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The rules that select the proxies of each connection. Immutable.
 *
 * <pre>{@code
 * Proxies.through("socks5h://user:password@proxy.example:1080")          // all connections
 *
 * Proxies.builder()
 *         .noProxy("localhost, .intranet.example, 10.0.0.0/8, *:5432")   // direct
 *         .rule("*.onion", "socks5h+unix:///run/tor.sock")               // the first rule that matches
 *         .through("http://near.example:3128", "https://far.example")    // all others: a chain, the nearest proxy first
 *         .build()
 * }</pre>
 *
 * <p>Pass it to a {@link ProxyBackend} or {@link AsyncProxyBackend}.
 */
public final class Proxies {
    private final List<Rule> rules;
    private final RouteSource others;
    private final HostResolver resolver;
    private final @Nullable SSLContext context;
    private final boolean mayBlock;

    Proxies(List<Rule> rules, RouteSource others, HostResolver resolver, @Nullable SSLContext context) {
        this.rules = List.copyOf(rules);
        this.others = others;
        this.resolver = resolver;
        this.context = context;
        mayBlock = others.mayBlock()
                || rules.stream().anyMatch(rule -> rule.source().mayBlock());
    }

    /**
     * Returns rules that send all connections through one proxy, or a chain of them.
     *
     * @param urls the URLs of proxies, as {@link ProxyServer} describes them, the nearest one first; at least one
     * @return the rules
     * @throws IllegalArgumentException if a URL is malformed, or there is none; the message does not contain credentials
     */
    public static Proxies through(String... urls) {
        return builder().through(urls).build();
    }

    /** {@return a builder for which all connections are direct} */
    public static ProxiesBuilder builder() {
        return new ProxiesBuilder();
    }

    /** Returns whether {@link #tunnels} may block. */
    boolean mayBlock() {
        return mayBlock;
    }

    /**
     * Returns the routes to the target of a request, in the order in which to try them. May block.
     *
     * @return at least one
     * @throws IOException if a proxy needs the address of a host, and the lookup fails
     */
    List<Tunnel> tunnels(ConnectRequest request) throws IOException {
        List<Tunnel> tunnels = new ArrayList<>();
        for (Route route : routes(request)) { // may block
            if (route.isDirect()) {
                tunnels.add(Tunnel.direct(request));
            } else {
                for (HostAndPort endpoint : Endpoints.of(
                        route.last(), HostAndPort.of(request), request.addresses(), resolver)) { // may block
                    tunnels.add(new Tunnel(request, route, endpoint, steps(route, endpoint))); // may block
                }
            }
        }
        return tunnels;
    }

    private List<Route> routes(ConnectRequest request) {
        for (Rule rule : rules) {
            if (rule.pattern().matches(request)) {
                return rule.source().routes(request); // may block
            }
        }
        return others.routes(request); // may block
    }

    private List<TunnelStep> steps(Route route, HostAndPort endpoint) throws IOException {
        List<TunnelStep> steps = new ArrayList<>();
        List<ProxyServer> proxies = route.proxies();
        for (int i = 0; i < proxies.size(); i++) {
            ProxyServer proxy = proxies.get(i);
            if (proxy.scheme() == ProxyScheme.HTTPS) {
                steps.add(new TunnelStep.StartTls(proxy));
            }
            steps.add(negotiation(proxy, i + 1 < proxies.size() ? next(proxy, proxies.get(i + 1)) : endpoint));
        }
        return steps;
    }

    /** Returns the endpoint of the next proxy of a chain, to request from the one before it. */
    private HostAndPort next(ProxyServer proxy, ProxyServer next) throws IOException {
        HostAndPort address = Objects.requireNonNull(next.address());
        return Endpoints.of(proxy, address, List.of(), resolver).get(0); // may block
    }

    private static Negotiation negotiation(ProxyServer proxy, HostAndPort endpoint) throws IOException {
        return switch (proxy.scheme()) {
            case SOCKS5, SOCKS5H -> new Socks5Negotiation(proxy, endpoint);
            case SOCKS4, SOCKS4A -> new Socks4Negotiation(proxy, endpoint);
            case HTTP, HTTPS -> new HttpConnectNegotiation(proxy, endpoint);
        };
    }

    /** Returns the engine for TLS with a proxy. */
    SSLEngine engine(ProxyServer proxy) {
        HostAndPort address = Objects.requireNonNull(proxy.address());
        try {
            return ClientEngineFactory.verifying(
                    context == null ? SSLContext.getDefault() : context, address.host(), address.port());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the default SSLContext cannot be created", e);
        }
    }

    /** Returns, for instance, {@code <Proxies [socks5h://proxy.example:1080]>}, without credentials. */
    @Override
    public String toString() {
        return "<Proxies [" + (others instanceof Route route ? route.isDirect() ? "direct" : route : "by settings")
                + (rules.isEmpty() ? "" : ", " + rules.size() + " rules") + "]>";
    }
}
