// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import io.netbackends.NetworkBackend;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.Set;

/** Installs the agent's parts in the JVM; steps that may fail come first. */
final class Installation {
    private static final String SOCKETS = "java.net";

    /** The package with the marker interface of the platform's socket implementations. */
    private static final String MARKER = "sun.net";

    private final Instrumentation instrumentation;

    Installation(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    void over(NetworkBackend backend) throws IOException, ReflectiveOperationException {
        openPackages();
        AgentSocketImplFactory factory = new AgentSocketImplFactory(backend);
        requireClasses();
        installSockets(factory);
        ProviderFront.insert(new AgentProvider(backend));
    }

    /** Opens the packages without a JVM flag. Opened packages can also be linked against. */
    private void openPackages() {
        Set<Module> here = Set.of(Installation.class.getModule());
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of(SOCKETS, here, MARKER, here, ProviderFront.PACKAGE, here),
                Set.of(),
                Map.of());
    }

    /** Fails now rather than in the program. */
    private static void requireClasses() throws ClassNotFoundException {
        Class.forName(AgentSocketImpl.class.getName());
    }

    @SuppressWarnings("deprecation") // the only way to reach the sockets that a program creates itself
    private void installSockets(AgentSocketImplFactory factory) throws IOException {
        try {
            Socket.setSocketImplFactory(factory);
        } catch (SocketException e) {
            throw new IllegalStateException("the program has its own SocketImplFactory", e);
        }
        SetFactoryPatch patch = new SetFactoryPatch();
        instrumentation.addTransformer(patch, true);
        try {
            instrumentation.retransformClasses(Socket.class);
        } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
            // then a program that sets a factory gets an exception, since there is one
        } finally {
            instrumentation.removeTransformer(patch);
        }
    }
}
