// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.Setting;
import io.netbackends.TlsTruncation;
import java.util.Collection;
import java.util.List;

/**
 * Provides the backend {@code socket}; public only because the service loader requires it.
 *
 * <p>It has one setting: {@code netbackends.socket.tls-truncation}, {@code error} (the default) or {@code end-of-stream}, as
 * {@link TlsTruncation} explains.
 */
@AutoService(NetworkBackendProvider.class)
public final class SocketBackendProvider implements NetworkBackendProvider {
    private static final Setting<TlsTruncation> TLS_TRUNCATION = Setting.choice("tls-truncation", TlsTruncation.class);

    /** Called by the service loader. */
    public SocketBackendProvider() {}

    @Override
    public String name() {
        return "socket";
    }

    @Override
    public String description() {
        return "TCP by java.net.Socket; the default";
    }

    @Override
    public Collection<Setting<?>> settings() {
        return List.of(TLS_TRUNCATION);
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        return SocketBackend.builder()
                .resolver(context.resolver())
                .tlsTruncation(context.setting(TLS_TRUNCATION).orElse(TlsTruncation.ERROR))
                .build();
    }
}
