// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

/**
 * A block in which this thread creates sockets of the platform. Transports create their own sockets in such a block:
 * otherwise the agent's {@link java.net.SocketImplFactory}, which calls {@link #areUsed}, would route these sockets through
 * the transport again. Blocks nest.
 */
public final class PlatformSockets implements AutoCloseable {
    /** One for each thread that has opened a block, never removed. */
    private static final ThreadLocal<PlatformSockets> OF_THREAD = new ThreadLocal<>() { // not withInitial: see Timeout
                @Override
                protected PlatformSockets initialValue() {
                    return new PlatformSockets();
                }
            };

    private int depth;

    private PlatformSockets() {}

    /** Begins a block, which this thread ends by closing it. */
    public static PlatformSockets use() {
        PlatformSockets used = OF_THREAD.get();
        used.depth++;
        return used;
    }

    /** {@return whether this thread is in a block} */
    public static boolean areUsed() {
        return OF_THREAD.get().depth > 0;
    }

    @Override
    public void close() {
        depth--;
    }
}
