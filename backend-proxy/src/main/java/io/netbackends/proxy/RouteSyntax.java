// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Parses the syntax of routes in settings. */
final class RouteSyntax {
    /** The syntax of a route, for messages. */
    static final String ROUTE =
            "be direct, env, jdk, or URLs of proxies separated by commas, the nearest first, such as"
                    + " socks5h://user:password@host:1080";

    /** The syntax of rules, for messages. */
    static final String RULES =
            "be PATTERN=ROUTE;PATTERN=ROUTE, where a route is direct, env, jdk, or URLs of proxies separated by"
                    + " commas";

    private RouteSyntax() {}

    /**
     * Parses a route.
     *
     * @param environment returns the value of a variable, or null
     * @throws IllegalArgumentException if it is malformed, in a message without credentials
     */
    static RouteSource parse(String text, UnaryOperator<String> environment) {
        return switch (text.strip()) {
            case "direct" -> Route.DIRECT;
            case "env" -> EnvironmentRoutes.of(environment);
            case "jdk" -> JdkRoutes.INSTANCE;
            default -> chain(List.of(text.split(",", -1)));
        };
    }

    static Route chain(List<String> urls) {
        return new Route(
                urls.stream().map(url -> ProxyServer.parse(url.strip())).toList());
    }

    /** Parses rules; each must have a pattern. */
    static List<Rule> rules(String text, UnaryOperator<String> environment) {
        return Stream.of(text.split(";", -1))
                .map(rule -> rule(rule.strip(), environment))
                .toList();
    }

    private static Rule rule(String text, UnaryOperator<String> environment) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("each rule must have = between pattern and route");
        }
        TargetPattern pattern = TargetPattern.parse(text.substring(0, equals).strip());
        try {
            return new Rule(pattern, parse(text.substring(equals + 1), environment));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("in the rule for " + pattern + ", " + e.getMessage(), e);
        }
    }
}
