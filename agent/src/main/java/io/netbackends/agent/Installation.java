// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import io.netbackends.NetworkBackendInterface;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.Set;

/** Puts the agent's parts into the JVM. What may fail comes first. */
final class Installation {
    private final Instrumentation instrumentation;

    Installation(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    void over(NetworkBackendInterface backend) throws IOException, ReflectiveOperationException {
        openPackages();
        AgentSocketImplFactory factory = new AgentSocketImplFactory(backend);
        factory.check();
        installSockets(factory);
        AgentProvider.install(backend, instrumentation);
    }

    /** Without a flag of the JVM: the marker of the platform's socket implementations, and the method that makes one. */
    private void openPackages() {
        Set<Module> here = Set.of(Installation.class.getModule());
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of("sun.net", here),
                Map.of("java.net", here),
                Set.of(),
                Map.of());
    }

    @SuppressWarnings("deprecation") // the only way to reach the sockets that a program makes itself
    private void installSockets(AgentSocketImplFactory factory) throws IOException {
        try {
            Socket.setSocketImplFactory(factory);
        } catch (SocketException e) {
            throw new IllegalStateException("the program has a SocketImplFactory of its own", e);
        }
    }
}
