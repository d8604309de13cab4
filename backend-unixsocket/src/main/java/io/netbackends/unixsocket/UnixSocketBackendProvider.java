// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.TlsTruncation;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Provides the backend {@code unixsocket}; public only because the service loader asks for it.
 *
 * <p>Without any setting it connects to addresses that are paths, and to nothing else. What {@code connect(host, port)} does is
 * up to these:
 *
 * <ul>
 *   <li>{@code netbackends.unixsocket.path}: where every host and port leads to;
 *   <li>{@code netbackends.unixsocket.routes}: where some lead to, {@code host:port=path,host=path}, an IPv6 address in
 *       brackets; neither comma nor white space at the ends of a path. A host and port goes before a host alone;
 *   <li>the rest of the spec, as in {@code unixsocket:socket}: where all others lead to. If there is none, they are refused.
 * </ul>
 *
 * <p>Also {@code netbackends.unixsocket.permissions}, who may connect to what listens here, {@code rw-rw----} for the group,
 * say; by default {@code rw-------}. And {@code netbackends.unixsocket.tls-truncation}, {@code error} (the default) or {@code
 * end-of-stream}, as {@link TlsTruncation} explains.
 */
@AutoService(NetworkBackendProvider.class)
public final class UnixSocketBackendProvider implements NetworkBackendProvider {
    private static final String NAME = "unixsocket";

    /** Called by the service loader. */
    public UnixSocketBackendProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        UnixSocketBackend.Builder builder = UnixSocketBackend.builder().tlsTruncation(TlsTruncation.from(context));
        setting(context, "routes", Routes::parse).ifPresent(builder::routes);
        setting(context, "permissions", UnixSocketBackendProvider::permissions).ifPresent(builder::permissions);
        Optional<Path> path = setting(context, "path", SocketPath::parse);
        path.ifPresent(builder::path);
        if (context.isDelegateNamed()) {
            if (path.isPresent()) {
                throw new IllegalArgumentException(
                        "netbackends.unixsocket.path (" + path.get()
                                + ") must not be set where another backend follows in the spec: all connections lead to the path");
            }
            builder.delegate(context.delegate());
        }
        return builder.build();
    }

    private static Set<PosixFilePermission> permissions(String value) {
        try {
            return PosixFilePermissions.fromString(value);
        } catch (IllegalArgumentException e) { // which does not say what was wrong
            throw new IllegalArgumentException("permissions (" + value + ") must be like rw-rw----", e);
        }
    }

    private static <T> Optional<T> setting(BackendContext context, String key, Function<String, T> parse) {
        return context.option(key).map(value -> {
            try {
                return parse.apply(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("netbackends." + NAME + "." + key + ": " + e.getMessage(), e);
            }
        });
    }
}
