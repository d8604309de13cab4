// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import io.netbackends.NetworkBackend;
import io.netbackends.javanet.NetworkSSLContext;
import io.netbackends.recording.RecordingBackend;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A TLS provider before the others. It offers the algorithms of the provider that would be used without it, and wraps its
 * contexts: their sockets use the backend, and their engines report to the recorder, if there is one. Trust, keys and
 * protocols are unchanged.
 */
final class AgentProvider extends Provider {
    private static final long serialVersionUID = 1;

    private static final String TYPE = "SSLContext";

    private final transient NetworkBackend backend;

    /** Set while this thread queries the other providers, which come later in the same list. */
    private final transient ThreadLocal<Boolean> askingOthers = new ThreadLocal<>();

    AgentProvider(NetworkBackend backend) {
        super("NetbackendsAgent", "1.0", "SSLContext of the next provider, with sockets over netbackends");
        this.backend = backend;
    }

    @Override
    public @Nullable Service getService(String type, String algorithm) {
        return type.equals(TYPE) && askingOthers.get() == null ? new ContextService(this, algorithm) : null;
    }

    private SSLContextSpi context(String algorithm) throws NoSuchAlgorithmException {
        SSLContext others;
        askingOthers.set(true);
        try {
            others = SSLContext.getInstance(algorithm);
        } finally {
            askingOthers.remove();
        }
        Optional<RecordingBackend> recording = backend.unwrap(RecordingBackend.class);
        return NetworkSSLContext.spi(others, backend, engine -> recorded(recording, engine));
    }

    private static SSLEngine recorded(Optional<RecordingBackend> recording, SSLEngine engine) {
        return recording.isPresent() ? recording.get().recorded(engine) : engine;
    }

    private static final class ContextService extends Service {
        private final AgentProvider provider;

        ContextService(AgentProvider provider, String algorithm) {
            super(provider, TYPE, algorithm, SSLContextSpi.class.getName(), List.of(), Map.of());
            this.provider = provider;
        }

        /** Fails as the other providers do if none of them has the algorithm. */
        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            return provider.context(getAlgorithm());
        }
    }
}
