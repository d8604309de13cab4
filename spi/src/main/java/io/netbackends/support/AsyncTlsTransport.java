// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.TlsTruncation;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS over any asynchronous transport. */
final class AsyncTlsTransport implements AsyncTransport {
    private final AsyncTransport lower;

    AsyncTlsTransport(AsyncTransport lower, TlsMachine machine, TlsTruncation truncation, String description) {
        this.lower = lower;
    }

    boolean tryHandshake() throws IOException {
        if (lower.supportedOptions().isEmpty()) {
            throw new SSLException("TLS is not supported");
        }
        return false;
    }

    void awaitHandshake(Runnable ready) {}

    void refuse(long nanos, Runnable then) {
        then.run();
    }

    @Override
    public EventLoop loop() {
        return lower.loop();
    }

    @Override
    public int tryRead(ByteBuffer dst) throws IOException {
        return lower.tryRead(dst);
    }

    @Override
    public boolean tryWrite(ByteBuffer src) throws IOException {
        return lower.tryWrite(src);
    }

    @Override
    public boolean tryShutdownOutput() throws IOException {
        return lower.tryShutdownOutput();
    }

    @Override
    public void awaitInput(Runnable ready) {}

    @Override
    public void awaitOutput(Runnable ready) {}

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return lower.getExtraInfo(key);
    }

    @Override
    public void close() throws IOException {
        lower.close();
    }
}
