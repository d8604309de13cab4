// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.internal.PlatformSockets;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.SocketImpl;
import java.net.SocketImplFactory;

/** Makes the implementations of the program's client sockets, and those of the sockets that backends are made of. */
final class AgentSocketImplFactory implements SocketImplFactory {
    private final NetworkBackendInterface backend;
    private final Method createPlatformSocketImpl;

    AgentSocketImplFactory(NetworkBackendInterface backend) throws NoSuchMethodException {
        this.backend = backend;
        createPlatformSocketImpl = SocketImpl.class.getDeclaredMethod("createPlatformSocketImpl", boolean.class);
        createPlatformSocketImpl.setAccessible(true);
    }

    /** Fails now rather than in the program. */
    void check() throws ReflectiveOperationException {
        createPlatformSocketImpl.invoke(null, false);
        new AgentSocketImpl(backend);
    }

    @Override
    public SocketImpl createSocketImpl() {
        return PlatformSockets.areUsed() ? platformSocketImpl() : new AgentSocketImpl(backend);
    }

    private SocketImpl platformSocketImpl() {
        try {
            return (SocketImpl) createPlatformSocketImpl.invoke(null, false);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException("the JDK makes no socket: " + e, e);
        }
    }
}
