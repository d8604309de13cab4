// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.Setting;
import io.netbackends.TlsTruncation;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendProvider;
import java.util.Collection;
import java.util.List;

/**
 * Provides the backend {@code nio}; public only because the service loader requires it.
 *
 * <p>It has one setting: {@code netbackends.nio.tls-truncation}, {@code error} (the default) or {@code end-of-stream}, as
 * {@link TlsTruncation} explains.
 */
@AutoService(NetworkBackendProvider.class)
public final class NioBackendProvider implements AsyncNetworkBackendProvider {
    private static final Setting<TlsTruncation> TLS_TRUNCATION = Setting.choice("tls-truncation", TlsTruncation.class);

    /** Called by the service loader. */
    public NioBackendProvider() {}

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public String description() {
        return "TCP by SocketChannel; interrupts wake every blocked call";
    }

    @Override
    public Collection<Setting<?>> settings() {
        return List.of(TLS_TRUNCATION);
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        return builder(context).build();
    }

    @Override
    public AsyncNetworkBackendInterface createAsync(BackendContext context) {
        return builder(context).buildAsync();
    }

    private static NioBackend.Builder builder(BackendContext context) {
        return NioBackend.builder()
                .resolver(context.resolver())
                .tlsTruncation(context.setting(TLS_TRUNCATION).orElse(TlsTruncation.ERROR));
    }
}
