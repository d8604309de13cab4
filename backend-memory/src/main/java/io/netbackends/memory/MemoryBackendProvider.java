// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.TlsTruncation;

/**
 * Provides the backend {@code memory}; public only because the service loader asks for it.
 *
 * <p>All backends it creates are one network, so that what listens by one {@code new NetworkBackend()} is reached by another.
 * It lasts as long as this class: listeners must be closed by who opened them.
 *
 * <p>Settings: {@code netbackends.memory.buffer-size}, in bytes, and {@code netbackends.memory.backlog}, as {@link
 * MemoryBackend.Builder} has them; {@code netbackends.memory.tls-truncation}, {@code error} (the default) or {@code
 * end-of-stream}, as {@link TlsTruncation} explains.
 */
@AutoService(NetworkBackendProvider.class)
public final class MemoryBackendProvider implements NetworkBackendProvider {
    private static final MemoryNetwork SHARED = new MemoryNetwork();

    /** Called by the service loader. */
    public MemoryBackendProvider() {}

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        MemorySettings unset = MemorySettings.DEFAULT;
        return new MemoryBackend(
                SHARED,
                new MemorySettings(
                        positive(context, "buffer-size", unset.bufferSize()),
                        positive(context, "backlog", unset.backlog()),
                        TlsTruncation.from(context)));
    }

    private static int positive(BackendContext context, String key, int unset) {
        String value = context.option(key).orElse(String.valueOf(unset));
        if (value.matches("0*[1-9][0-9]{0,8}")) {
            return Integer.parseInt(value);
        }
        throw new IllegalArgumentException(
                "netbackends.memory." + key + " (" + value + ") must be a number between 1 and 999999999");
    }
}
