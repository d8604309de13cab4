// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.internal.ShortageException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends data completely or until the call fails: the common part of a write and of the end of output. */
final class OutputStep implements CallStep<@Nullable Void> {
    private final AsyncStreamCore core;
    private final Object operation;
    private final Sending sending;

    /** Whether a part may have been sent. */
    private boolean begun;

    /** Sends as much as possible without waiting; called again until all is sent. */
    @FunctionalInterface
    interface Sending {
        /** Returns whether all is sent. */
        boolean proceed(AsyncTransport transport) throws IOException;
    }

    OutputStep(AsyncStreamCore core, Object operation, Sending sending) {
        this.core = core;
        this.operation = operation;
        this.sending = sending;
    }

    @Override
    public boolean proceed() throws IOException {
        begun = true;
        return sending.proceed(core.transport());
    }

    @Override
    public @Nullable Void result() {
        return null;
    }

    @Override
    public void awaitReady(Runnable ready) {
        core.transport().awaitOutput(ready);
    }

    @Override
    public Throwable failed(Throwable failure) {
        if (failure instanceof UnsupportedOperationException) {
            return failure;
        }
        return failure instanceof ShortageException && begun
                ? core.aborted(operation, failure)
                : core.outputFailed(operation, failure);
    }

    @Override
    public void release() {
        core.state.output.release();
    }
}
