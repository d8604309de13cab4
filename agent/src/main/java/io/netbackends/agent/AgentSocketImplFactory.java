// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.internal.PlatformSockets;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketImplFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the implementations of the program's client sockets, and of the sockets used by backends. A factory that the program
 * sets, which {@link SetFactoryPatch} passes to this class, replaces it.
 */
final class AgentSocketImplFactory implements SocketImplFactory, Consumer<@Nullable SocketImplFactory> {
    private final NetworkBackendInterface backend;
    private final Method createPlatformSocketImpl;
    private volatile @Nullable SocketImplFactory ofProgram;

    AgentSocketImplFactory(NetworkBackendInterface backend) throws NoSuchMethodException {
        this.backend = backend;
        createPlatformSocketImpl = SocketImpl.class.getDeclaredMethod("createPlatformSocketImpl", boolean.class);
        createPlatformSocketImpl.setAccessible(true);
    }

    @Override
    public SocketImpl createSocketImpl() {
        if (PlatformSockets.areUsed() || isForNoProxy()) {
            return platformSocketImpl();
        }
        SocketImplFactory chosen = ofProgram;
        return chosen == null ? new AgentSocketImpl(backend) : chosen.createSocketImpl();
    }

    /**
     * Detects {@code new Socket(Proxy.NO_PROXY)}, which exempts a socket from the JDK's SOCKS settings that a backend obeys.
     * That constructor calls the factory directly, the others through a method.
     */
    private static boolean isForNoProxy() {
        return System.getProperty("socksProxyHost") != null
                && StackWalker.getInstance()
                        .walk(frames -> frames.filter(
                                        frame -> frame.getClassName().equals("java.net.Socket"))
                                .findFirst()
                                .map(frame -> frame.getMethodName().equals("<init>"))
                                .orElse(false));
    }

    private SocketImpl platformSocketImpl() {
        try {
            return (SocketImpl) createPlatformSocketImpl.invoke(null, false);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException("the JDK makes no socket: " + e, e);
        }
    }

    /** Does what {@link java.net.Socket#setSocketImplFactory}, whose monitor is held, does without an agent. */
    @Override
    @SuppressWarnings("removal") // security managers: still checked on JDK 17
    public void accept(@Nullable SocketImplFactory factory) {
        if (ofProgram != null) {
            AgentSocketImplFactory.<RuntimeException>throwChecked(new SocketException("factory already defined"));
        }
        SecurityManager security = System.getSecurityManager();
        if (security != null) {
            security.checkSetFactory();
        }
        ofProgram = factory;
    }

    /** The caller is bytecode that may throw it. */
    @SuppressWarnings("unchecked") // E is erased: the checked exception passes as it is
    private static <E extends Exception> void throwChecked(Exception checked) throws E {
        throw (E) checked;
    }
}
