// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.TlsTruncation;

/**
 * Provides the backend {@code nio}; public only because the service loader asks for it.
 *
 * <p>It has one setting: {@code netbackends.nio.tls-truncation}, {@code error} (the default) or {@code end-of-stream}, as
 * {@link TlsTruncation} explains.
 */
@AutoService(NetworkBackendProvider.class)
public final class NioBackendProvider implements NetworkBackendProvider {
    /** Called by the service loader. */
    public NioBackendProvider() {}

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        return NioBackend.builder().tlsTruncation(TlsTruncation.from(context)).build();
    }
}
