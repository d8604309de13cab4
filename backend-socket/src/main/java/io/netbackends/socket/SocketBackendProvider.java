// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.TlsTruncation;

/**
 * Provides the backend {@code socket}; public only because the service loader asks for it.
 *
 * <p>It has one setting: {@code netbackends.socket.tls-truncation}, {@code error} (the default) or {@code end-of-stream}, as
 * {@link TlsTruncation} explains.
 */
@AutoService(NetworkBackendProvider.class)
public final class SocketBackendProvider implements NetworkBackendProvider {
    /** Called by the service loader. */
    public SocketBackendProvider() {}

    @Override
    public String name() {
        return "socket";
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        return SocketBackend.builder()
                .tlsTruncation(TlsTruncation.from(context))
                .build();
    }
}
