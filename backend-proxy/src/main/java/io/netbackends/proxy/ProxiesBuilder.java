// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.HostResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Collects the rules of {@link Proxies}. Not safe for use by several threads. */
public final class ProxiesBuilder {
    private final List<Rule> bypasses = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private RouteSource others = Route.DIRECT;
    private HostResolver resolver = HostResolver.system();
    private @Nullable SSLContext context;

    ProxiesBuilder() {}

    /**
     * Sets the route of all connections that match no rule.
     *
     * @param urls the URLs of proxies, as {@link ProxyServer} describes them, the nearest one first; at least one
     * @return this
     * @throws IllegalArgumentException if a URL is malformed, or there is none; the message does not contain credentials
     */
    public ProxiesBuilder through(String... urls) {
        return through(RouteSyntax.chain(List.of(urls)));
    }

    /**
     * Sets the route of all connections that match no rule.
     *
     * @param proxies the nearest one first; at least one
     * @return this
     * @throws IllegalArgumentException if there is none, or a proxy other than the first one is behind a UNIX-domain socket
     */
    public ProxiesBuilder through(ProxyServer... proxies) {
        return through(new Route(List.of(proxies)));
    }

    private ProxiesBuilder through(Route route) {
        if (route.isDirect()) {
            throw new IllegalArgumentException("there must be at least one proxy");
        }
        return others(route);
    }

    /**
     * Reads the route of all connections that match no rule from the current environment: {@code HTTPS_PROXY} for port 443,
     * {@code ALL_PROXY} for other ports and if the former is not set, {@code NO_PROXY} for hosts without a proxy.
     *
     * @return this
     * @throws IllegalArgumentException if a variable is malformed, naming it
     */
    public ProxiesBuilder fromEnvironment() {
        return others(EnvironmentRoutes.of(System::getenv));
    }

    /**
     * Asks the {@link java.net.ProxySelector} of the JVM for the route of each connection that matches no rule, and its
     * {@link java.net.Authenticator} for credentials.
     *
     * @return this
     */
    public ProxiesBuilder fromJdk() {
        return others(JdkRoutes.INSTANCE);
    }

    ProxiesBuilder others(RouteSource source) {
        others = source;
        return this;
    }

    /**
     * Adds a rule. The first matching rule applies.
     *
     * @param pattern {@code *}, a host, which includes its subdomains, {@code *.suffix}, an address or a network such as
     *     {@code 10.0.0.0/8}, each with {@code :port} or without. Networks match only addresses given by the caller; names
     *     are not looked up
     * @param urls the URLs of proxies, the nearest one first; none for direct connections
     * @return this
     * @throws IllegalArgumentException if the pattern or a URL is malformed; the message does not contain credentials
     */
    public ProxiesBuilder rule(String pattern, String... urls) {
        return rule(new Rule(TargetPattern.parse(pattern), RouteSyntax.chain(List.of(urls))));
    }

    ProxiesBuilder rule(Rule rule) {
        rules.add(rule);
        return this;
    }

    /**
     * Sets the targets of direct connections, regardless of the rules.
     *
     * @param patterns as for {@link #rule}, separated by commas or white space
     * @return this
     * @throws IllegalArgumentException if a pattern is malformed
     */
    public ProxiesBuilder noProxy(String patterns) {
        return noProxy(TargetPattern.parseList(patterns));
    }

    ProxiesBuilder noProxy(List<TargetPattern> patterns) {
        patterns.forEach(pattern -> bypasses.add(new Rule(pattern, Route.DIRECT)));
        return this;
    }

    /**
     * Sets the resolver of target names for {@code socks5} and {@code socks4} proxies, which need addresses. The transport
     * looks up the names of the proxies themselves.
     *
     * @param changed by default {@link HostResolver#system}
     * @return this
     */
    public ProxiesBuilder resolver(HostResolver changed) {
        resolver = Objects.requireNonNull(changed, "changed");
        return this;
    }

    /**
     * Sets the trusted certificates for {@code https} proxies.
     *
     * @param changed by default {@link SSLContext#getDefault}
     * @return this
     */
    public ProxiesBuilder sslContext(SSLContext changed) {
        context = Objects.requireNonNull(changed, "changed");
        return this;
    }

    /** {@return the rules} */
    public Proxies build() {
        List<Rule> all = new ArrayList<>(bypasses);
        all.addAll(rules);
        return new Proxies(all, others, resolver, context);
    }
}
