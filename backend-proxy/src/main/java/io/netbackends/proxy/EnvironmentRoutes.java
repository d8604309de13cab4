// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.ConnectRequest;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of the environment: {@code HTTPS_PROXY} for port 443, {@code ALL_PROXY} for other ports and if the former is
 * not set, none for the hosts of {@code NO_PROXY}. Variables in lower case have precedence over those in upper case, as in
 * curl.
 *
 * @param https the routes for port 443
 * @param all the routes for other ports
 * @param without the patterns of targets of direct connections
 */
record EnvironmentRoutes(Route https, Route all, List<TargetPattern> without) implements RouteSource {
    private static final int HTTPS_PORT = 443;

    static EnvironmentRoutes of(UnaryOperator<String> environment) {
        Route all = route("ALL_PROXY", environment);
        Route https = route("HTTPS_PROXY", environment);
        return new EnvironmentRoutes(https.isDirect() ? all : https, all, patterns(environment));
    }

    private static Route route(String variable, UnaryOperator<String> environment) {
        String name = used(variable, environment);
        String value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            return Route.DIRECT;
        }
        try {
            return new Route(List.of(ProxyServer.parse(value.contains("://") ? value : "http://" + value)));
        } catch (IllegalArgumentException e) {
            throw invalid(name, value, e);
        }
    }

    private static List<TargetPattern> patterns(UnaryOperator<String> environment) {
        String name = used("NO_PROXY", environment);
        String value = environment.apply(name);
        try {
            return value == null ? List.of() : TargetPattern.parseList(value);
        } catch (IllegalArgumentException e) {
            throw invalid(name, value, e);
        }
    }

    private static String used(String variable, UnaryOperator<String> environment) {
        String lower = variable.toLowerCase(Locale.ROOT);
        return isSet(environment.apply(lower)) ? lower : variable;
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    private static IllegalArgumentException invalid(String name, String value, IllegalArgumentException cause) {
        return new IllegalArgumentException(
                "the environment variable " + name + " (" + ProxyUrl.masked(value) + "): " + cause.getMessage(), cause);
    }

    @Override
    public List<Route> routes(ConnectRequest request) {
        if (without.stream().anyMatch(pattern -> pattern.matches(request))) {
            return List.of(Route.DIRECT);
        }
        return List.of(request.port() == HTTPS_PORT ? https : all);
    }

    @Override
    public boolean mayBlock() {
        return https.mayBlock() || all.mayBlock();
    }
}
