// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

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
 * Provides the backend {@code memory}; public only because the service loader requires it.
 *
 * <p>All backends that it creates share one network, so one {@code new NetworkBackend()} reaches the listeners of another.
 * It lasts as long as this class: listeners must be closed by the code that opened them.
 *
 * <p>Settings: {@code netbackends.memory.buffer-size}, in bytes, and {@code netbackends.memory.backlog}, as described in
 * {@link MemoryBackend.Builder}; {@code netbackends.memory.tls-truncation}, {@code error} (the default) or {@code
 * end-of-stream}, as {@link TlsTruncation} explains.
 */
@AutoService(NetworkBackendProvider.class)
public final class MemoryBackendProvider implements AsyncNetworkBackendProvider {
    private static final int MOST = 999_999_999;
    /** In a nested class: every discovery creates a provider, so these would delay programs that use another backend. */
    private static final class Settings {
        static final Setting<Integer> BUFFER_SIZE = Setting.number("buffer-size", 1, MOST);
        static final Setting<Integer> BACKLOG = Setting.number("backlog", 1, MOST);
        static final Setting<TlsTruncation> TLS_TRUNCATION = Setting.choice("tls-truncation", TlsTruncation.class);
    }

    private static final MemoryNetwork SHARED = new MemoryNetwork();

    /** Called by the service loader. */
    public MemoryBackendProvider() {}

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String description() {
        return "connections within one JVM, for tests";
    }

    @Override
    public Collection<Setting<?>> settings() {
        return List.of(Settings.BUFFER_SIZE, Settings.BACKLOG, Settings.TLS_TRUNCATION);
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        return new MemoryBackend(SHARED, settings(context));
    }

    @Override
    public AsyncNetworkBackendInterface createAsync(BackendContext context) {
        return new AsyncMemoryBackend(SHARED, settings(context));
    }

    private static MemorySettings settings(BackendContext context) {
        MemorySettings unset = MemorySettings.DEFAULT;
        return new MemorySettings(
                context.setting(Settings.BUFFER_SIZE).orElse(unset.bufferSize()),
                context.setting(Settings.BACKLOG).orElse(unset.backlog()),
                context.setting(Settings.TLS_TRUNCATION).orElse(unset.truncation()));
    }
}
