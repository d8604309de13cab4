// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.internal.Operation;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Runs a TLS handshake, which uses both directions of the stream. */
final class HandshakeStep implements CallStep<@Nullable Void> {
    private final AsyncStreamCore core;
    private final Operation operation;
    private final AsyncTlsTransport upgraded;

    HandshakeStep(AsyncStreamCore core, Operation operation, AsyncTlsTransport upgraded) {
        this.core = core;
        this.operation = operation;
        this.upgraded = upgraded;
    }

    @Override
    public boolean proceed() throws IOException {
        boolean done = upgraded.tryHandshake();
        if (done) {
            core.upgrade(upgraded);
        }
        return done;
    }

    @Override
    public @Nullable Void result() {
        return null;
    }

    @Override
    public void awaitReady(Runnable ready) {
        upgraded.awaitHandshake(ready);
    }

    /** Closes the stream after any failure, so that nothing is sent in plaintext afterwards. */
    @Override
    public Throwable failed(Throwable failure) {
        if (AsyncStreamCore.isGivenUp(failure)) {
            return core.closed(operation, failure);
        }
        Throwable reported = core.failed(core.state.output, operation, failure);
        if (!core.state.isOpen()) {
            return reported;
        }
        return failure instanceof SSLException
                ? core.refused(operation, reported, upgraded)
                : core.closed(operation, reported);
    }

    @Override
    public void release() {
        core.state.output.release();
        core.state.input.release();
    }
}
