// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netbackends.Timeout;
import io.netbackends.support.NetworkFailures;
import io.netbackends.support.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A transport whose calls complete immediately, without a system call or a copy. Like every transport, it first checks
 * whether the thread is interrupted, and whether there is a deadline. It does not read the clock, like all calls that need
 * not wait.
 */
final class ImmediateTransport implements Transport {
    /** Keeps the compiler from eliminating unused results. */
    private boolean bounded;

    @Override
    public int read(ByteBuffer dst) throws IOException {
        begin("read from memory");
        int n = dst.remaining();
        dst.position(dst.limit());
        return n;
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        begin("write to memory");
        src.position(src.limit());
    }

    private void begin(String operation) throws IOException {
        NetworkFailures.checkInterrupt(operation);
        bounded = Timeout.isActive();
    }

    @Override
    public void shutdownOutput() {}

    /** Returns whether the last call had a deadline, for any key. */
    @Override
    public Object getExtraInfo(String key) {
        return bounded;
    }

    @Override
    public void close() {}
}
