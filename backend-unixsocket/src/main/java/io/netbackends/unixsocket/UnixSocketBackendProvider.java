// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.Setting;
import io.netbackends.TlsTruncation;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendProvider;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Provides the backend {@code unixsocket}; public only because the service loader requires it.
 *
 * <p>Without settings, it connects only to addresses that are paths. The following determine {@code connect(host, port)}:
 *
 * <ul>
 *   <li>{@code netbackends.unixsocket.path}: the path for every host and port;
 *   <li>{@code netbackends.unixsocket.routes}: paths for some hosts and ports, {@code host:port=path,host=path}, with IPv6
 *       addresses in brackets; a path must neither contain a comma nor begin or end with white space. A host with a port
 *       takes precedence over a host alone;
 *   <li>the rest of the spec, as in {@code unixsocket:socket}: the backend for all others. If there is none, they are
 *       refused.
 * </ul>
 *
 * <p>Also {@code netbackends.unixsocket.permissions}, the permissions of the socket files of listeners, for example {@code
 * rw-rw----} for the group; by default {@code rw-------}. And {@code netbackends.unixsocket.tls-truncation}, {@code error}
 * (the default) or {@code end-of-stream}, as {@link TlsTruncation} explains.
 */
@AutoService(NetworkBackendProvider.class)
public final class UnixSocketBackendProvider implements AsyncNetworkBackendProvider {
    /** In a nested class: every discovery creates a provider, so these would delay programs that use another backend. */
    private static final class Settings {
        static final Setting<Path> PATH = Setting.of("path", "be the path of a socket", SocketPath::parse);
        static final Setting<Routes> ROUTES = Setting.of("routes", "be host:port=path,host=path,...", Routes::parse);
        static final Setting<Set<PosixFilePermission>> PERMISSIONS =
                Setting.of("permissions", "be permissions such as rw-rw----", UnixSocketBackendProvider::permissions);
        static final Setting<TlsTruncation> TLS_TRUNCATION = Setting.choice("tls-truncation", TlsTruncation.class);
    }

    /** Called by the service loader. */
    public UnixSocketBackendProvider() {}

    @Override
    public String name() {
        return "unixsocket";
    }

    @Override
    public String description() {
        return "UNIX-domain sockets, by path or by a table of routes";
    }

    @Override
    public Collection<Setting<?>> settings() {
        return List.of(Settings.PATH, Settings.ROUTES, Settings.PERMISSIONS, Settings.TLS_TRUNCATION);
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        UnixSocketBackend.Builder builder = builder(context);
        return (context.isDelegateNamed() ? builder.delegate(context.delegate()) : builder).build();
    }

    @Override
    public AsyncNetworkBackendInterface createAsync(BackendContext context) {
        return builder(context).buildAsync(context.isDelegateNamed() ? context.asyncDelegate() : null);
    }

    private static UnixSocketBackend.Builder builder(BackendContext context) {
        UnixSocketBackend.Builder builder = UnixSocketBackend.builder();
        context.setting(Settings.TLS_TRUNCATION).ifPresent(builder::tlsTruncation);
        context.setting(Settings.ROUTES).ifPresent(builder::routes);
        context.setting(Settings.PERMISSIONS).ifPresent(builder::permissions);
        Optional<Path> path = context.setting(Settings.PATH);
        path.ifPresent(builder::path);
        if (path.isPresent() && context.isDelegateNamed()) {
            throw context.invalid(
                    Settings.PATH,
                    "not be set where another backend follows in the spec: all connections lead to the path",
                    null);
        }
        return builder;
    }

    private static @Nullable Set<PosixFilePermission> permissions(String value) {
        try {
            return PosixFilePermissions.fromString(value);
        } catch (IllegalArgumentException e) {
            return null; // its message does not name the problem
        }
    }
}
