// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.ConnectRequest;
import io.netbackends.support.HostAndPort;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Maps hosts to paths, on one port or all, with an optional default path; immutable. */
final class Routes {
    static final Routes NONE = new Routes(Map.of(), null);

    /** Keyed by {@link #key}. */
    private final Map<String, Path> paths;

    private final @Nullable Path everythingElse;

    private Routes(Map<String, Path> paths, @Nullable Path everythingElse) {
        this.paths = paths;
        this.everythingElse = everythingElse;
    }

    /**
     * Reads {@code host:port=path,host=path}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static Routes parse(String text) {
        Routes routes = NONE;
        for (String route : text.split(",", -1)) {
            routes = routes.withParsed(route.strip());
        }
        return routes;
    }

    private Routes withParsed(String route) {
        int equals = route.indexOf('=');
        String target = equals < 0 ? route : route.substring(0, equals).strip();
        boolean hasPort = target.lastIndexOf(':') > target.lastIndexOf(']');
        if (equals < 0) {
            throw new IllegalArgumentException("route (" + route + ") must be host=path or host:port=path");
        }
        try {
            Path path = SocketPath.parse(route.substring(equals + 1).strip());
            if (hasPort) {
                HostAndPort parsed = HostAndPort.parse(target);
                return with(parsed.host(), parsed.port(), path);
            }
            return with(target, path);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("route (" + route + "): " + e.getMessage(), e);
        }
    }

    Routes with(String host, Path path) {
        return with(key(new HostAndPort(host, 0).host()), path, host);
    }

    Routes with(String host, int port, Path path) {
        HostAndPort target = new HostAndPort(host, port);
        return with(key(target.toString()), path, target.toString());
    }

    private Routes with(String key, Path path, String target) {
        Map<String, Path> changed = new TreeMap<>(paths);
        if (changed.put(key, SocketPath.checked(path)) != null) {
            throw new IllegalArgumentException("host (" + target + ") must not have two routes");
        }
        return new Routes(changed, everythingElse);
    }

    Routes withEverythingElse(@Nullable Path path) {
        return new Routes(paths, path == null ? null : SocketPath.checked(path));
    }

    /** Returns the path for the host on that port, else for the host, else for everything; null if there is none. */
    @Nullable
    Path find(HostAndPort target) {
        Path path = route(target);
        return path == null ? everythingElse : path;
    }

    /** Returns the path for the host, else for one of the addresses, else for everything; null if there is none. */
    @Nullable
    Path find(ConnectRequest request) {
        Path path = route(HostAndPort.of(request));
        for (InetAddress address : request.addresses()) {
            if (path == null) {
                path = route(HostAndPort.of(address, request.port()));
            }
        }
        return path == null ? everythingElse : path;
    }

    /** Returns the end of the message for a host and port without a route. */
    String nowhere() {
        return ": there is no route to the path of a UNIX-domain socket; the routes are: " + this;
    }

    private @Nullable Path route(HostAndPort target) {
        Path path = paths.get(key(target.toString()));
        return path == null ? paths.get(key(target.host())) : path;
    }

    /** Unambiguous: an IPv6 address has brackets exactly if a port follows. */
    private static String key(String target) {
        return target.toLowerCase(Locale.ROOT);
    }

    /** Returns, for instance, {@code api:80=/run/api.sock, db=/run/db.sock}, or {@code none}. */
    @Override
    public String toString() {
        StringJoiner routes = new StringJoiner(", ").setEmptyValue("none");
        paths.forEach((target, path) -> routes.add(target + "=" + path));
        return routes.toString();
    }
}
