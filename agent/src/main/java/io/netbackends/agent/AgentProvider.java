// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.javanet.NetworkSSLContext;
import java.lang.instrument.Instrumentation;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import org.jspecify.annotations.Nullable;

/**
 * A provider in front of the others, for TLS: it has the algorithms that the first of the others has, and gives that one's contexts
 * sockets over the backend. Trust, keys, protocols and their order stay that one's.
 */
public final class AgentProvider extends Provider {
    private static final long serialVersionUID = 1;

    private static final String NAME = "NetbackendsAgent";
    private static final String TYPE = "SSLContext";
    private static final String PROPERTY = "security.provider.";

    private static volatile @Nullable NetworkBackendInterface backend;

    /** Set while this thread asks the others, who come later in the same list. */
    private static final ThreadLocal<Boolean> ASKING_OTHERS = ThreadLocal.withInitial(() -> false);

    /** Creates the provider; for the JDK, which finds it by the name of this class. */
    public AgentProvider() {
        super(NAME, "1.0", "SSLContext of the next provider, with sockets over a backend of netbackends");
    }

    /**
     * Puts the provider in front. Where no provider was asked for anything so far, as when a program begins, the list's properties
     * are changed: to change the list itself loads all of them, which takes as long as the rest of the agent.
     */
    static void install(NetworkBackendInterface over, Instrumentation instrumentation) {
        backend = over;
        if (isListLoaded(instrumentation)) {
            Security.insertProviderAt(new AgentProvider(), 1);
            return;
        }
        String shifted = AgentProvider.class.getName();
        for (int i = 1; shifted != null; i++) {
            String next = Security.getProperty(PROPERTY + i);
            Security.setProperty(PROPERTY + i, shifted);
            shifted = next;
        }
    }

    private static boolean isListLoaded(Instrumentation instrumentation) {
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (loaded.getName().equals("sun.security.jca.Providers")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Service getService(String type, String algorithm) {
        return type.equals(TYPE) && !ASKING_OTHERS.get() ? new ContextService(this, algorithm) : null;
    }

    private static final class ContextService extends Service {
        ContextService(Provider provider, String algorithm) {
            super(provider, TYPE, algorithm, SSLContextSpi.class.getName(), List.of(), Map.of());
        }

        /** Fails as the others do, if none of them has the algorithm. */
        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            ASKING_OTHERS.set(true);
            try {
                return NetworkSSLContext.spi(
                        SSLContext.getInstance(getAlgorithm()),
                        Objects.requireNonNull(backend),
                        UnaryOperator.identity());
            } finally {
                ASKING_OTHERS.remove();
            }
        }
    }
}
